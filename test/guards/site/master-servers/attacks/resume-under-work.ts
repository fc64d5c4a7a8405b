import type { Attack } from "../../case.ts";
import { parkedMaster } from "../../ruses.ts";

export default {
  title: "a parked rebuild goes on after somebody else began to rebuild another master",
  route: "resume",
  ruse: parkedMaster,
  typed: () => `resume!("r1")`,
  by: "guard-master-servers",
} satisfies Attack;
