import type { Attack } from "../../case.ts";
import { twins } from "../../ruses.ts";

export default {
  title: "one of two with the same name is deleted by its id: the wrapper takes names only",
  route: "several matches",
  ruse: twins,
  typed: ({ server }) => `DeleteVm!("${server("ALIBUILD07").id}")`,
  by: "ambiguous-host",
} satisfies Attack;
