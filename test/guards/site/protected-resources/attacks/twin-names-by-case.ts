import type { Attack } from "../../case.ts";
import { twins } from "../../ruses.ts";

export default {
  title: "two servers have the name, one of them in capitals",
  route: "several matches",
  ruse: twins,
  typed: () => `DeleteVm!("alibuild07")`,
  by: "ambiguous-host",
} satisfies Attack;
