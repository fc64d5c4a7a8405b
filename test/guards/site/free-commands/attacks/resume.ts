import type { Attack } from "../../case.ts";
import { parked, protecting } from "../../ruses.ts";

export default {
  title: "a parked command goes on after its host was protected",
  route: "resume",
  ruse: parked,
  environment: (base) => protecting({ names: ["alibuild13"] }, base),
  typed: () => `resume!("r3")`,
  by: "guard-free-commands",
} satisfies Attack;
