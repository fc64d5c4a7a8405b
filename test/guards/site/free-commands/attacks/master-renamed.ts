import type { Attack } from "../../case.ts";
import { renamedMaster } from "../../ruses.ts";

export default {
  title: "a command on a master under the name of an agent",
  route: "rename",
  ruse: renamedMaster,
  typed: () => `RunCommand!("alibuild88", "docker", "stop", "zookeeper")`,
  by: "guard-free-commands",
} satisfies Attack;
