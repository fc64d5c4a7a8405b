import type { Attack } from "../../case.ts";

export default {
  title: "a command on alibuild03",
  route: "raw client",
  typed: () => `RunCommand!("alibuild03", "poweroff")`,
  by: "guard-free-commands",
} satisfies Attack;
