import type { Attack } from "../../case.ts";

export default {
  title: "a parked creation goes on after somebody else made another third master",
  route: "resume",
  async ruse(scene) {
    scene.drop("alimesos02");
    await scene.park(`CreateMaster!("alimesos02", "cern-geneva-a")`);
    scene.addServer("alimesos05");
  },
  typed: () => `resume!("r1")`,
  by: "guard-new-masters",
} satisfies Attack;
