import type { Attack } from "../../case.ts";

export default {
  title: "a final dot",
  route: "gateway arguments",
  typed: () => `DeleteVm!("Alibuild03.cern.ch.")`,
  by: "guard-protected-resources",
} satisfies Attack;
