import type { Attack } from "../../case.ts";
import { twins } from "../../ruses.ts";

export default {
  title: "two servers have the name",
  route: "several matches",
  ruse: twins,
  typed: () => `RebuildAgent!("alibuild13")`,
  by: "ambiguous-host",
} satisfies Attack;
