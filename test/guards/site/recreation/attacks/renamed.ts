import type { Attack } from "../../case.ts";
import { renamed } from "../../ruses.ts";

export default {
  title: "a server is made under the name that alibuild09 had before it was renamed",
  route: "rename",
  ruse: renamed,
  typed: () => `CreateAgent!("alibuild09")`,
  by: "guard-recreation",
} satisfies Attack;
