import type { Attack } from "../../case.ts";
import { aliased } from "../../ruses.ts";

export default {
  title: "a server answers to the name of alibuild03 too, as its alias",
  route: "several matches",
  ruse: aliased,
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
