import type { Attack } from "../../case.ts";
import { lent } from "../../ruses.ts";

export default {
  title: "a volume of another project hangs at the server",
  route: "volume by id",
  ruse: lent,
  typed: () => `DeleteVm!("alibuild07")`,
  by: "guard-foreign-project",
} satisfies Attack;
