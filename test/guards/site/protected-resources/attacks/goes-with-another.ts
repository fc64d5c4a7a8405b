import type { Attack } from "../../case.ts";
import { lentToGo } from "../../ruses.ts";

export default {
  title: "the volume of alibuild03 goes with alibuild13",
  route: "delete_on_termination",
  ruse: lentToGo,
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
