import type { Attack } from "../../case.ts";
import { goingVolumes } from "../../ruses.ts";

export default {
  title: "a volume of another project goes with the server",
  route: "delete_on_termination",
  ruse: goingVolumes,
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-foreign-project",
} satisfies Attack;
