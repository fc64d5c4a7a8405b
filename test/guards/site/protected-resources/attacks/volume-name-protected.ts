import type { Attack } from "../../case.ts";
import { namedVolumes, protecting } from "../../ruses.ts";

export default {
  title: "a volume that the environment protects by its name",
  route: "volume by name",
  ruse: namedVolumes,
  environment: (base) => protecting({ names: ["calibration"], actions: ["delete"] }, base),
  typed: () => `DeleteVm!("alibuild030")`,
  by: "guard-protected-resources",
} satisfies Attack;
