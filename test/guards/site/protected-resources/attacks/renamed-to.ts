import type { Attack } from "../../case.ts";
import { swapped } from "../../ruses.ts";

export default {
  title: "another server that has the name of alibuild03 now is deleted: the wrapper would look for the name",
  route: "rename",
  ruse: swapped,
  typed: () => `DeleteVm!("alibuild03")`,
  by: "guard-protected-resources",
} satisfies Attack;
