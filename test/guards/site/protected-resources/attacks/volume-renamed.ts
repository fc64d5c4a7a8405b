import type { Attack } from "../../case.ts";
import { keptVolume } from "../../ruses.ts";

export default {
  title: "the volume of alibuild03, renamed and attached to alibuild09, which may be deleted",
  route: "volume by id",
  ruse(scene) {
    scene.lend(keptVolume, "alibuild09");
    scene.volume(keptVolume).name = "scratch-2";
  },
  typed: () => `DeleteVm!("alibuild09")`,
  by: "guard-protected-resources",
} satisfies Attack;
