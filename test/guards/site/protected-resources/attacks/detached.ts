import type { Attack } from "../../case.ts";
import { seenAndLent } from "../../ruses.ts";

export default {
  title: "a volume that was seen at alibuild03 before it was taken to alibuild13",
  route: "detached",
  ruse: seenAndLent,
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
