import type { Attack } from "../../case.ts";
import { protecting } from "../../ruses.ts";

export default {
  title: "it was seen at a server that is protected by its name alone",
  route: "detached",
  async ruse(scene) {
    scene.addVolume("data-9", "alibuild01");
    await scene.look("hosts()", protecting({ names: ["alibuild01"] }, scene.base));
    scene.lend("data-9", "alibuild13");
  },
  environment: (base) => protecting({ names: ["alibuild01"] }, base),
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
