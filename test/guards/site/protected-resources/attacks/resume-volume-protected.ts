import type { Attack } from "../../case.ts";
import { parked, protecting } from "../../ruses.ts";

export default {
  title: "a parked deletion goes on after one of its volumes was protected",
  route: "resume",
  ruse: parked,
  environment: (base) => protecting({ names: ["alibuild13.cern.ch_vol_001"], actions: ["delete"] }, base),
  typed: () => `resume!("r2")`,
  by: "guard-protected-resources",
} satisfies Attack;
