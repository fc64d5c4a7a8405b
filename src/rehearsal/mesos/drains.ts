import type { Fields } from "../../model/json.ts";
import type { Known } from "./agents.ts";
import type { Drain, Registry } from "./registry.ts";
import { isRunning, type Task } from "./tasks.ts";

/** What decides how far a drain is. */
export interface Draining {
  readonly now: number;
  readonly registry: Registry;
  readonly tasks: readonly Task[];
}

/** An agent's drain as the leader tells it. */
export interface DrainNow {
  readonly isDrained: boolean;
  /** World milliseconds, to the second like Mesos. */
  readonly startedAt: number;
  /** `DrainInfo` */
  readonly info: Fields;
}

/** `undefined`: not being drained. It is drained when it is there and none of its tasks runs. */
export function drainNow({ now, registry, tasks }: Draining, agent: Known): DrainNow | undefined {
  const { id } = agent.registration;
  const drain = registry.drainOf(id);
  if (!drain) return undefined;
  const isBusy = tasks.some((task) => task.agent === id && isRunning(task, now));
  const isDrained = agent.state === "active" && !isBusy;
  const startedAt = Math.floor(drain.at / 1000) * 1000;
  return { isDrained, startedAt, info: { state: isDrained ? "DRAINED" : "DRAINING", config: configOf(drain) } };
}

function configOf({ graceNanoseconds, marksGone }: Drain): Fields {
  const grace = graceNanoseconds === undefined ? {} : { max_grace_period: { nanoseconds: graceNanoseconds } };
  return { ...grace, mark_gone: marksGone };
}
