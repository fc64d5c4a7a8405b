import type { Attack } from "../../case.ts";

export default {
  title: "a command on a machine behind the name of the gateway, which is called like a server of the project",
  route: "raw client",
  ruse: (scene) => void scene.addServer("aiadm81"),
  typed: () => `RunCommand!("aiadm81", "ai-kill", "alibuild03")`,
  by: "not-a-host-of-ours",
} satisfies Attack;
