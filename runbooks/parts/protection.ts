import { check, type Step } from "../../src/runbook.ts";
import { isLocked } from "./server.ts";
import type { Host } from "./site.ts";

export function locksHold(host: Host): Step {
  return check({
    id: `locked-${host.name}`,
    title: `look whether ${host.name} is locked in Nova`,
    host: host.name,
    because: "it does not stop a rename, a change of tags, an administrator, or Cinder once the volume was detached",
    conditions: [isLocked(host)],
    isRequired: false,
    otherwise: "Protect!() locks it",
  });
}
