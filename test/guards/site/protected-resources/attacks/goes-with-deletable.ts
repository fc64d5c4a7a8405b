import type { Attack } from "../../case.ts";
import { keptVolume } from "../../ruses.ts";

export default {
  title: "the volume of alibuild03 goes with alibuild09, which may be deleted",
  route: "delete_on_termination",
  ruse: (scene) => scene.lend(keptVolume, "alibuild09", true),
  typed: () => `DeleteVm!("alibuild09")`,
  by: "guard-protected-resources",
} satisfies Attack;
