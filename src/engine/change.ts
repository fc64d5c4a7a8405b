import type { Change } from "../model/plan.ts";
import type { Course } from "./course.ts";
import { effectsOf } from "./effects.ts";
import { type Engine, systemOf } from "./engine.ts";
import { judgeChange, refusalOf } from "./judge.ts";
import { cannotWait, timedOut, waitFor } from "./wait.ts";

/** Makes one change, each effect judged and journaled, and waits for what must hold after it. */
export async function makeChange(change: Change, course: Course): Promise<void> {
  const { plan, log, engine } = course;
  engine.person.show({ type: "change", change: change.id, state: "begun" });
  const judge = () => judgeNow(change, course);
  await systemOf(engine, change.system).apply(change, effectsOf({ change, plan, log, engine, judge }));
  await waitAfter(change, engine);
  engine.person.show({ type: "change", change: change.id, state: "done" });
}

/** Notes that it is done. */
export function completed(change: Change, { done, log, engine }: Course): void {
  done.add(change.id);
  log.complete(change.id, engine.world.clock.now());
}

async function judgeNow(change: Change, { plan, done, engine }: Course): Promise<void> {
  const refusal = refusalOf(await judgeChange(change, plan, done, engine));
  if (refusal) throw refusal;
}

async function waitAfter(change: Change, engine: Engine): Promise<void> {
  for (const condition of change.waits) {
    const state = await waitFor(condition, engine, change.id);
    if (state.holds === "not-configured") throw cannotWait(condition.what, state.detail);
    if (state.holds !== "yes") throw timedOut(condition.what, condition.withinSeconds, state.detail);
  }
}
