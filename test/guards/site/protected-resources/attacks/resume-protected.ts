import type { Attack } from "../../case.ts";
import { parked, protecting } from "../../ruses.ts";

export default {
  title: "a parked rebuild goes on after its host was protected",
  route: "resume",
  ruse: parked,
  environment: (base) => protecting({ names: ["alibuild13"] }, base),
  typed: () => `resume!("r1")`,
  by: "guard-protected-resources",
} satisfies Attack;
