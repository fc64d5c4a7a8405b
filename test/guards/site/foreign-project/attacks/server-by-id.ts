import type { Attack } from "../../case.ts";
import { foreign, foreignId } from "../../ruses.ts";

export default {
  title: "a server of another project by its id",
  route: "runbook",
  ruse: foreign,
  typed: (scene) => `DeleteVm!("${foreignId(scene)}")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
