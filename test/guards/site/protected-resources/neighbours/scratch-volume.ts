import type { Neighbour } from "../../case.ts";

export default {
  title: "alibuild13 is deleted, with a scratch volume that hung at another server before",
  async ruse(scene) {
    scene.lend("scratch", "alibuild01");
    await scene.look("hosts()");
    scene.lend("scratch", "alibuild13");
  },
  answers: ["--confirm", "alibuild13", "--attest", "why=it is too old", "--attest", "loss=go-on"],
  typed: () => `DeleteVm!("alibuild13")`,
  did: [/ai-kill alibuild13$/, /cinder DELETE/, /cinder DELETE/],
  isDone: true,
} satisfies Neighbour;
