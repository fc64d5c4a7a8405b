import type { Attack } from "../../case.ts";
import { lent } from "../../ruses.ts";

export default {
  title: "the server at which the volume of alibuild03 hangs is rebuilt",
  route: "volume by id",
  ruse: lent,
  typed: () => `RebuildAgent!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
