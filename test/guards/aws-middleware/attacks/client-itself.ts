import type { Attack } from "../../case.ts";

export default {
  title: "the client's own middleware",
  route: "raw client",
  identity: "permit",
  typed: () => ['aws("ec2", "middlewareStack", {})'],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
