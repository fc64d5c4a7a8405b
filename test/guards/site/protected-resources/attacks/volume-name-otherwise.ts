import type { Attack } from "../../case.ts";
import { namedVolumes } from "../../ruses.ts";

export default {
  title: "a volume whose name says in another way that it is of alibuild03",
  route: "volume by name",
  ruse: namedVolumes,
  typed: () => `DeleteVm!("alibuild07")`,
  by: "guard-protected-resources",
} satisfies Attack;
