import type { Attack } from "../../case.ts";
import { goingVolumes } from "../../ruses.ts";

export default {
  title: "a volume that is called like one of alibuild03 goes with alibuild07",
  route: "delete_on_termination",
  ruse: goingVolumes,
  typed: () => `DeleteVm!("alibuild07")`,
  by: "guard-protected-resources",
} satisfies Attack;
