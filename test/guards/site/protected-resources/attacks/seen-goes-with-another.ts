import type { Attack } from "../../case.ts";
import { goingVolumes } from "../../ruses.ts";

export default {
  title: "a volume that was seen at alibuild03 goes with alibuild01",
  route: "delete_on_termination",
  ruse: goingVolumes,
  typed: () => `DeleteVm!("alibuild01")`,
  by: "guard-protected-resources",
} satisfies Attack;
