import type { Attack } from "../../case.ts";
import { aliased } from "../../ruses.ts";

export default {
  title: "alibuild03 is deleted by its alias",
  route: "runbook",
  ruse: aliased,
  typed: () => `DeleteVm!("Calibration")`,
  by: "guard-protected-resources",
} satisfies Attack;
