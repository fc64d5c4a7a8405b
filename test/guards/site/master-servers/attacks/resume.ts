import type { Attack } from "../../case.ts";

export default {
  title: "a parked rebuild goes on after another master went down",
  route: "resume",
  async ruse(scene) {
    await scene.park(`RebuildMaster!("alimesos01")`);
    scene.site.servers.stop(scene.server("alimesos03").id);
    scene.pass(5);
  },
  typed: () => `resume!("r1")`,
  by: "guard-master-servers",
} satisfies Attack;
