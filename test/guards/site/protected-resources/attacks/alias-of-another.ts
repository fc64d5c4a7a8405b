import type { Attack } from "../../case.ts";
import { aliased } from "../../ruses.ts";

export default {
  title: "the alias of one is the name of another",
  route: "several matches",
  ruse: aliased,
  typed: () => `RebuildAgent!("alibuild07")`,
  by: "ambiguous-host",
} satisfies Attack;
