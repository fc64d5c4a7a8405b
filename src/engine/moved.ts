import type { OpsError } from "../model/error.ts";
import type { Change } from "../model/plan.ts";
import { parked } from "./park.ts";

/** Which things a change is about, to compare and to tell. */
export function idsOf({ targets }: Pick<Change, "targets">): string {
  return targets
    .map(({ id }) => id)
    .sort()
    .join(" ");
}

/**
 * The world is no longer as it was when the change was planned.
 * @param anew how one gets to a new plan: `plan again`
 */
export function moved({ id }: Change, why: string, anew: string): OpsError {
  return parked({
    code: "world-moved",
    what: `The world moved under ${id}`,
    why,
    next: `abort the run and ${anew}, or put back what moved`,
  });
}
