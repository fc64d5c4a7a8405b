import type { Plan } from "../model/plan.ts";
import { childrenOf } from "./children.ts";
import type { Engine } from "./engine.ts";
import type { RunLog } from "./run-log.ts";

/** A run of one plan on its way. */
export interface Course {
  readonly plan: Plan;
  readonly log: RunLog;
  readonly engine: Engine;
  /** Ids of the changes that are done. */
  readonly done: Set<string>;
}

/** Whether anything of the plan was done or sent, or a run was begun for a step of it. */
export function hasBegun({ plan, log, done, engine }: Course): boolean {
  return done.size > 0 || plan.changes.some(({ id }) => log.hasBegun(id)) || childrenOf(log.run, engine).length > 0;
}
