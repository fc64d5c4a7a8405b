import type { Attack } from "../../case.ts";

export default {
  title: "it was seen there while alibuild03 had another name, and alibuild03 is gone since",
  route: "detached",
  async ruse(scene) {
    scene.server("alibuild03").name = "alibuild77";
    scene.addVolume("data-8", "alibuild77");
    await scene.look(`CheckMaster("alimesos01")`);
    scene.lend("data-8", "alibuild13");
    scene.drop("alibuild77");
  },
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
