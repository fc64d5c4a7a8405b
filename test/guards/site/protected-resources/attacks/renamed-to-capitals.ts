import type { Attack } from "../../case.ts";
import { swapped } from "../../ruses.ts";

export default {
  title: "another server that has the name of alibuild09 now is rebuilt by its id",
  route: "rename",
  ruse: swapped,
  typed: ({ server }) => `RebuildAgent!("${server("ALIBUILD09").id}")`,
  by: "guard-protected-resources",
} satisfies Attack;
