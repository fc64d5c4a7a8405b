import type { Attack } from "../../case.ts";

export default {
  title: "a name of another domain",
  route: "gateway arguments",
  typed: () => `DeleteVm!("alibuild03.cern.ch.example.org")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
