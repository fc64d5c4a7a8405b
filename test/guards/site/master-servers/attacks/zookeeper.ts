import type { Attack } from "../../case.ts";

export default {
  title: "ZooKeeper does not serve on another master",
  route: "runbook",
  ruse: (scene) => scene.command("alimesos03", "docker", "stop", "zookeeper"),
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
