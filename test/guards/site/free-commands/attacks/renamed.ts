import type { Attack } from "../../case.ts";
import { renamed } from "../../ruses.ts";

export default {
  title: "a command on alibuild03 under another name",
  route: "rename",
  ruse: renamed,
  typed: () => `RunCommand!("alibuild77", "poweroff")`,
  by: "guard-free-commands",
} satisfies Attack;
