import type { Attack } from "../../case.ts";

export default {
  title: "a parked deletion goes on after one of its volumes was attached to alibuild03",
  route: "resume",
  async ruse(scene) {
    await scene.park(`DeleteVm!("alibuild13")`);
    scene.lend("alibuild13.cern.ch_vol_001", "alibuild03");
  },
  typed: () => `resume!("r1")`,
  by: "guard-protected-resources",
} satisfies Attack;
