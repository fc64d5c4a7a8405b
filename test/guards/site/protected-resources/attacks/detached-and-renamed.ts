import type { Attack } from "../../case.ts";

export default {
  title: "the same, and the volume has another name since",
  route: "detached",
  async ruse(scene) {
    const volume = scene.addVolume("alibuild03.cern.ch_vol_007", "alibuild03");
    await scene.look(`RebuildAgent("alibuild01")`);
    scene.lend(volume.name, "alibuild01");
    volume.name = "scratch-3";
  },
  typed: () => `DeleteVm!("alibuild01")`,
  by: "guard-protected-resources",
} satisfies Attack;
