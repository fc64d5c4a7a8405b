import type { Course } from "./course.ts";
import { systemOf } from "./engine.ts";
import { outcomesOf } from "./procedure/ledger.ts";
import { latestRuns } from "./runs.ts";

/** Tells who acts where, before the first question; what is done already, and how long such changes took before. */
export async function tellBegan({ plan, log, done, engine }: Course): Promise<void> {
  const names = [...new Set(plan.changes.map(({ system }) => system))];
  const identities = await Promise.all(names.map((name) => systemOf(engine, name).identify()));
  const { run, events } = log;
  const earlier = latestRuns(engine).filter(({ id }) => id !== run);
  const before = { done: [...done], outcomes: plan.procedure ? outcomesOf(events, plan.procedure) : [] };
  engine.person.show({ type: "began", run, plan, identities, ...before, clock: engine.world.clock, earlier });
}
