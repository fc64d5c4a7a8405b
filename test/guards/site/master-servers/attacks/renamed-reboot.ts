import type { Attack } from "../../case.ts";
import { renamedMaster } from "../../ruses.ts";

export default {
  title: "a master is rebooted under the name of an agent",
  route: "rename",
  ruse: renamedMaster,
  typed: () => `RebootServer!("alibuild88")`,
  by: "guard-master-servers",
} satisfies Attack;
