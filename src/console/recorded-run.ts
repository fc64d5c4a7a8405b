import { childrenOf } from "../engine/children.ts";
import { eventsOf, findRun } from "../engine/runs.ts";
import { OpsError } from "../model/error.ts";
import type { JournalEvent, Store } from "../model/journal.ts";
import type { Json } from "../model/json.ts";
import type { RecordedRun } from "../model/recorded-run.ts";
import type { Run } from "../model/run.ts";
import type { World } from "../model/world.ts";

/**
 * What a run that is over did, as the journal has it; what was begun for it is over, too.
 * @throws OpsError `unknown-run`, `run-is-not-over`, `other-world`
 */
export function recordedRun(id: string, store: Store, world: Pick<World, "id">): RecordedRun {
  const run = findRun(id, { store });
  const { status, plan, outcomes } = run;
  if (run.worldId !== world.id) throw elsewhere(run);
  if (status === "running" || status === "parked") throw notOver(id, id, status);
  const children = childrenOf(id, { store });
  const open = children.find((child) => child.status === "running" || child.status === "parked");
  if (open) throw notOver(`${open.id}, which was begun for ${id},`, open.id, open.status);
  const begun = children.filter((child) => sentIn(eventsOf(child.id, { store })).length > 0);
  return {
    ...{ id, invocation: plan.invocation, status, changes: plan.changes, outcomes },
    begun: begun.flatMap(({ parent }) => parent?.step ?? []),
    effects: effectsIn(eventsOf(id, { store })),
  };
}

/** What it did is not here: the names of its branches may be, and mean something else. */
function elsewhere({ id, world, environment }: Run): OpsError {
  return new OpsError({
    code: "other-world",
    reason: "refused",
    what: `${id} was not done here`,
    why: `it belongs to another world: ${environment}, ${world}, or a rehearsal that has ended`,
    next: "runs() lists those of this journal; start the console for the world that it was done in",
  });
}

/** Built on a run that goes on, the one would do what the other undoes. */
function notOver(which: string, id: string, status: string): OpsError {
  return new OpsError({
    code: "run-is-not-over",
    reason: "usage",
    what: `${which} is not over`,
    why: `it is ${status}; what builds on what it did must not have it go on`,
    next: `abort!("${id}") ends it, what it did stays; or resume!("${id}")`,
  });
}

/** By `<change id>/<effect>`; of several attempts the last. */
function effectsIn(events: readonly JournalEvent[]): Readonly<Record<string, Json>> {
  const names = new Set(sentIn(events).map(({ step }) => step.slice(0, step.lastIndexOf("/"))));
  const valueAt = (name: string): Json => {
    const done = events.findLast(({ kind, step }) => kind === "done" && step.slice(0, step.lastIndexOf("/")) === name);
    return done?.body.value ?? null;
  };
  return Object.fromEntries([...names].map((name) => [name, valueAt(name)]));
}

/** Without the mark of who holds the stack. */
function sentIn(events: readonly JournalEvent[]): readonly JournalEvent[] {
  return events.filter(({ kind, step }) => kind === "intended" && !step.startsWith("hold "));
}
