import type { Attack } from "../../case.ts";
import { foreign } from "../../ruses.ts";

export default {
  title: "a server of another project by its name",
  route: "runbook",
  ruse: foreign,
  typed: () => `RebuildAgent!("alibuild55")`,
  by: "unknown-host",
  reason: "usage",
} satisfies Attack;
