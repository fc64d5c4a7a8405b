import type { Attack } from "../../case.ts";

export default {
  title: "options in place of a zone",
  route: "gateway arguments",
  typed: () => `CreateMaster!("alimesos02", "cern-geneva-a --landb-responsible me")`,
  by: "wrong-argument",
  reason: "usage",
} satisfies Attack;
