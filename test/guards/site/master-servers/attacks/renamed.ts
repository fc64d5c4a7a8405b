import type { Attack } from "../../case.ts";
import { renamedMaster } from "../../ruses.ts";

export default {
  title: "a master is rebuilt under the name of an agent",
  route: "rename",
  ruse: renamedMaster,
  typed: () => `RebuildAgent!("alibuild88")`,
  by: "guard-master-servers",
} satisfies Attack;
