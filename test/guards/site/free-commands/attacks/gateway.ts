import type { Attack } from "../../case.ts";

export default {
  title: "a command on the gateway",
  route: "raw client",
  typed: () => `RunCommand!("aiadm.cern.ch", "ai-kill", "alibuild03")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
