import type { Attack } from "../../case.ts";

export default {
  title: "a parked rebuild goes on after alibuild03 got the name of its host",
  route: "resume",
  async ruse(scene) {
    await scene.park(`RebuildAgent!("alibuild13")`);
    scene.server("alibuild13").name = "alibuild77";
    scene.server("alibuild03").name = "alibuild13";
  },
  typed: () => `resume!("r1")`,
  by: "guard-planned-deletions",
  says: /never delete or rebuild alibuild03/,
} satisfies Attack;
