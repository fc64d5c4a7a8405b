import type { Attack } from "../../case.ts";
import { aliased } from "../../ruses.ts";

export default {
  title: "a command on alibuild09 by its alias",
  route: "raw client",
  ruse: aliased,
  typed: () => `RunCommand!("release-builder", "poweroff")`,
  by: "guard-free-commands",
} satisfies Attack;
