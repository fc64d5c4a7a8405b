import type { Attack } from "../../case.ts";
import { keptVolume } from "../../ruses.ts";

export default {
  title: "after a deletion was parked, the volume of alibuild03 was attached so that it goes with the server",
  route: "delete_on_termination",
  async ruse(scene) {
    await scene.park(`DeleteVm!("alibuild13")`);
    scene.lend(keptVolume, "alibuild13", true);
  },
  typed: () => `resume!("r1")`,
  by: "guard-planned-deletions",
  says: /never delete its volume/,
} satisfies Attack;
