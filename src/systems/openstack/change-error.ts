import { NotDone } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";

/** A change of a kind or an action that this system does not know: a defect of the runbook that planned it. */
export function cannotApply({ id, kind, action }: Change): NotDone {
  return new NotDone({
    code: "unknown-change",
    reason: "internal",
    what: `${id} is nothing that OpenStack can do`,
    why: `${action} of ${kind} is not among servers' create, replace, delete, act and volumes' delete`,
    next: "correct the runbook",
  });
}
