import type { Attack } from "../../case.ts";

export default {
  title: "a new server with options in its name",
  route: "gateway arguments",
  typed: () => `CreateAgent!("alibuild21 --nova-flavor m2.4xlarge")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
