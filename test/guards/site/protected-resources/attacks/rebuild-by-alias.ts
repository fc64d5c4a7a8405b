import type { Attack } from "../../case.ts";
import { aliased } from "../../ruses.ts";

export default {
  title: "alibuild09 is rebuilt by its alias",
  route: "runbook",
  ruse: aliased,
  typed: () => `RebuildAgent!("release-builder.cern.ch")`,
  by: "guard-protected-resources",
} satisfies Attack;
