import type { Attack } from "../../case.ts";
import { renamed } from "../../ruses.ts";

export default {
  title: "alibuild09 is rebuilt under another name",
  route: "rename",
  ruse: renamed,
  typed: () => `RebuildAgent!("alibuild99")`,
  by: "guard-protected-resources",
} satisfies Attack;
