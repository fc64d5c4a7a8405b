import type { Attack } from "../../case.ts";
import { namedVolumes } from "../../ruses.ts";

export default {
  title: "a volume that is called like one of alibuild03",
  route: "volume by name",
  ruse: namedVolumes,
  typed: () => `DeleteVm!("alibuild13")`,
  by: "guard-protected-resources",
} satisfies Attack;
