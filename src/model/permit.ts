import { NotDone } from "./error.ts";
import type { Permit } from "./system.ts";

const issued = new WeakSet<Permit>();

/** Issues a permit. Called by the engine's effects and by nothing else (a test reads the imports). */
export function issuePermit(permit: Permit): Permit {
  const own = Object.freeze({ ...permit });
  issued.add(own);
  return own;
}

/** Takes it back when the effect's outcome is known. */
export function revokePermit(permit: Permit): void {
  issued.delete(permit);
}

/** Whether the engine issued exactly this permit and its effect is still under way. */
export function isIssued(permit: Permit | undefined): permit is Permit {
  return permit !== undefined && issued.has(permit);
}

/** Below everything: nothing is sent that the engine did not have judged. @param what `POST /x was not sent to GitHub` */
export function notPermitted(what: string): NotDone {
  return new NotDone({
    code: "not-permitted",
    reason: "refused",
    what,
    why: "no guard has judged it: it does not come from a plan",
    next: "make a plan of it with a runbook",
  });
}
