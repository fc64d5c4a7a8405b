import type { Attack } from "../../case.ts";
import { parked, protecting } from "../../ruses.ts";

export default {
  title: "a parked creation goes on after its name was protected",
  route: "resume",
  ruse: parked,
  environment: (base) => protecting({ names: ["alibuild21"] }, base),
  typed: () => `resume!("r4")`,
  by: "guard-recreation",
} satisfies Attack;
