import type { Attack } from "../../case.ts";
import { renamedMaster } from "../../ruses.ts";

export default {
  title: "a master in place of one that only has another name",
  route: "rename",
  ruse: renamedMaster,
  typed: () => `CreateMaster!("alimesos02", "cern-geneva-b")`,
  by: "guard-new-masters",
} satisfies Attack;
