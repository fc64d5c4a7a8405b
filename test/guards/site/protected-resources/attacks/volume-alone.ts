import type { Attack } from "../../case.ts";
import { protecting } from "../../ruses.ts";

export default {
  title: "a volume that the environment protects by its id alone",
  route: "volume by id",
  ruse(scene) {
    Object.assign(scene.volume("scratch"), { id: "0c0ffee0-0000-4000-a000-00000000feed" });
    scene.site.volumes.put(scene.volume("scratch"));
    scene.lend("scratch", "alibuild01");
  },
  environment: (base) => protecting({ ids: ["0c0ffee0-0000-4000-a000-00000000feed"], actions: ["delete"] }, base),
  typed: () => `DeleteVm!("alibuild01")`,
  by: "guard-protected-resources",
} satisfies Attack;
