import type { Attack } from "../../case.ts";
import { renamed } from "../../ruses.ts";

export default {
  title: "alibuild03 is rebuilt under another name",
  route: "rename",
  ruse: renamed,
  typed: () => `RebuildAgent!("alibuild77")`,
  by: "guard-protected-resources",
} satisfies Attack;
