import type { Neighbour } from "../../case.ts";

export default {
  title: "a parked deletion goes on after a volume was attached that stays behind",
  async ruse(scene) {
    await scene.park(`DeleteVm!("alibuild13")`);
    scene.addVolume("results", "alibuild13");
  },
  answers: ["--confirm", "alibuild13", "--attest", "why=it is too old", "--attest", "loss=go-on"],
  typed: () => `resume!("r1")`,
  did: [/ai-kill alibuild13$/],
} satisfies Neighbour;
