import type { Attack } from "../../case.ts";
import { lent } from "../../ruses.ts";

export default {
  title: "the volume of alibuild03 as one of the volumes of alibuild13",
  route: "volume by id",
  ruse: lent,
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
