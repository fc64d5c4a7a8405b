import { draw } from "./draw.ts";
import type { Registry } from "./registry.ts";

/** One task of the rehearsal's only framework. World milliseconds. */
export interface Task {
  readonly id: string;
  readonly agent: string;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly isKilled: boolean;
}

interface Busy {
  readonly seed: number;
  readonly agent: string;
  /** When the agent was first offered. */
  readonly since: number;
  readonly registry: Registry;
}

/** Some agents are always idle, so that both kinds are met. */
const busyShare = 0.6;
const firstAfterMs = 20_000;
const restMs = 45_000;
/** A killed task gets this long at most, unless the drain gives it less. */
const dyingMs = 5_000;
const remembered = 3;

/** The last tasks of an agent until now, the oldest first: one at a time, each for some minutes, none while it is not offered. */
export function tasksOf(busy: Busy, now: number): readonly Task[] {
  const { seed, agent, since } = busy;
  if (draw(seed, `busy/${agent}`, 0, 1) >= busyShare) return [];
  const lastsMs = Math.round(draw(seed, `task/${agent}`, 90_000, 300_000));
  const count = Math.floor((now - since - firstAfterMs) / (lastsMs + restMs)) + 1;
  const numbers = Array.from({ length: Math.min(remembered, Math.max(0, count)) }, (_, back) => count - back);
  return numbers.toReversed().flatMap((number) => {
    const startedAt = since + firstAfterMs + (number - 1) * (lastsMs + restMs);
    return busy.registry.isDeactivated(agent, startedAt) ? [] : [taskOf(busy, number, startedAt, startedAt + lastsMs)];
  });
}

function taskOf({ agent, registry }: Busy, number: number, startedAt: number, endsAt: number): Task {
  const drain = registry.drainOf(agent);
  const graceMs = Math.min(dyingMs, (drain?.graceNanoseconds ?? Infinity) / 1e6);
  const killedAt = drain && drain.at >= startedAt ? drain.at + graceMs : Infinity;
  const id = `crunch-${agent.split("-").at(-1)}-${number}`;
  return { id, agent, startedAt, endsAt: Math.min(endsAt, killedAt), isKilled: killedAt < endsAt };
}

export function isRunning(task: Task, now: number): boolean {
  return task.startedAt <= now && now < task.endsAt;
}
