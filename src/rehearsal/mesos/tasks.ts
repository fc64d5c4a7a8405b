import type { Registration } from "./agents.ts";
import type { Registry } from "./registry.ts";
import type { Row } from "./workload.ts";

/** One task. World milliseconds. */
export interface Task {
  readonly id: string;
  readonly name: string;
  /** Which of the workload's frameworks runs it. */
  readonly framework: number;
  readonly user?: string;
  readonly agent: string;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly ending: "TASK_FINISHED" | "TASK_KILLED" | "TASK_FAILED";
}

/** A killed task gets this long at most, unless the drain gives it less. */
const dyingMs = 5_000;
const remembered = 3;

/** The last tasks of one row on an agent until now, the oldest first; none begins while the agent is not offered. */
export function tasksOf(row: Row, agent: Registration, registry: Registry, now: number): readonly Task[] {
  const { firstAt, lastsMs, restMs, times = Infinity } = row;
  const begun = Math.min(times, Math.floor((now - firstAt) / (lastsMs + restMs)) + 1);
  const numbers = Array.from({ length: Math.min(remembered, Math.max(0, begun)) }, (_, back) => begun - back);
  return numbers.toReversed().flatMap((number) => {
    const startedAt = firstAt + (number - 1) * (lastsMs + restMs);
    if (startedAt < agent.at || registry.isDeactivated(agent.id, startedAt)) return [];
    return [taskOf(row, agent, registry, { number, startedAt })];
  });
}

function taskOf(
  row: Row,
  agent: Registration,
  registry: Registry,
  { number, startedAt }: { readonly number: number; readonly startedAt: number },
): Task {
  const endings = [
    { at: startedAt + row.lastsMs, ending: "TASK_FINISHED" },
    { at: killedAt(agent, registry, startedAt), ending: "TASK_KILLED" },
    { at: restartAfter(agent, startedAt), ending: "TASK_FAILED" },
  ] as const;
  const { at: endsAt, ending } = endings.reduce((first, next) => (next.at < first.at ? next : first));
  const { framework, user } = row;
  return { ...row.named(number), framework, ...(user && { user }), agent: agent.id, startedAt, endsAt, ending };
}

function killedAt(agent: Registration, registry: Registry, startedAt: number): number {
  const drain = registry.drainOf(agent.id);
  const graceMs = Math.min(dyingMs, (drain?.graceNanoseconds ?? Infinity) / 1e6);
  return drain && drain.at >= startedAt ? drain.at + graceMs : Infinity;
}

/** What ran on an agent that comes back after a restart did not survive it. */
function restartAfter({ sessions }: Registration, startedAt: number): number {
  return sessions.find(({ at }, index) => index > 0 && at > startedAt)?.at ?? Infinity;
}

export function isRunning(task: Task, now: number): boolean {
  return task.startedAt <= now && now < task.endsAt;
}
