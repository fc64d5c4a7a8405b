import type { Run } from "../model/run.ts";
import type { Session } from "./session.ts";

type Here = { readonly parts: Pick<Session["parts"], "environment" | "world"> };

/**
 * The run with what can be done about it from here: what was parked in a rehearsal that has ended can only be ended, and
 * another environment's runs are gone on with there.
 */
export function seenFromHere(run: Run, { parts: { environment, world } }: Here): Run {
  if (run.status !== "parked") return run;
  const isRehearsal = world.kind === "rehearsal";
  if (run.environment !== environment.name)
    return {
      ...run,
      next: `./console ${run.environment}${isRehearsal ? " --rehearse" : ""} -e 'resume!("${run.id}")'`,
    };
  return isRehearsal && run.worldId !== world.id
    ? { ...run, why: `its rehearsal has ended; before: ${run.why ?? ""}`, next: `abort!("${run.id}")` }
    : run;
}
