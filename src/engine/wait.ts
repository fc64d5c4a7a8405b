import { OpsError } from "../model/error.ts";
import type { Condition, ConditionState } from "../model/resource.ts";
import type { Clock } from "../model/world.ts";
import { type Engine, type Interrupts, systemOf } from "./engine.ts";
import { interrupted, stopIfParked } from "./stop.ts";

const firstPauseMs = 2_000;
const longestPauseMs = 15_000;

/**
 * Looks until `look` gives something, pausing 2 s and more, at most 15 s, of the world's time.
 * The deadline is judged by a look that began after it: a laptop that slept through it gets one more look.
 */
export async function waitUntil<T>(
  look: () => Promise<T | undefined>,
  withinSeconds: number,
  clock: Clock,
  interrupts: Interrupts,
): Promise<T | undefined> {
  const deadline = clock.now() + withinSeconds * 1000;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    stopIfParked(interrupts);
    const isLastLook = clock.now() >= deadline;
    const seen = await look();
    if (seen !== undefined || isLastLook) return seen;
    await clock.sleep(Math.min(pause, Math.max(1, deadline - clock.now())), interrupts.park).catch((error) => {
      throw interrupts.park.aborted ? interrupted() : error;
    });
  }
}

type Waiter = Pick<Engine, "systems" | "world" | "person" | "interrupts">;

/** Waits for a condition and gives the last state seen: `yes`, `not-configured`, or what it was at the deadline. */
export async function waitFor(
  condition: Condition,
  engine: Waiter,
  change?: string,
  ask = () => systemOf(engine, condition.system).holds(condition),
): Promise<ConditionState> {
  let state: ConditionState = { holds: "unknown", detail: "not looked at yet" };
  const look = async (): Promise<ConditionState | undefined> => {
    state = await ask();
    const { what, withinSeconds } = condition;
    engine.person.show({ type: "waiting", ...(change !== undefined && { change }), what, state, withinSeconds });
    return state.holds === "yes" || state.holds === "not-configured" || state.isFinal ? state : undefined;
  };
  return (await waitUntil(look, condition.withinSeconds, engine.world.clock, engine.interrupts)) ?? state;
}

export interface WaitInChange<T> {
  readonly what: string;
  readonly withinSeconds: number;
  /** The change's id. */
  readonly change: string;
  look(): Promise<T | undefined>;
}

/** Tells that it waits only once a look found nothing: most of what is waited for is there already. */
export async function waitInChange<T>(wait: WaitInChange<T>, engine: Waiter): Promise<T> {
  const { what, withinSeconds, change } = wait;
  const look = async (): Promise<T | undefined> => {
    const seen = await wait.look();
    const state = { holds: "no", detail: "not yet" } as const;
    if (seen === undefined) engine.person.show({ type: "waiting", change, what, state, withinSeconds });
    return seen;
  };
  const seen = await waitUntil(look, withinSeconds, engine.world.clock, engine.interrupts);
  if (seen === undefined) throw timedOut(what, withinSeconds, "it did not come true");
  return seen;
}

/** What did not come true in time. */
export function timedOut(
  what: string,
  withinSeconds: number,
  detail: string,
  next = "look at the cluster's status, then resume the run to wait on",
): OpsError {
  return new OpsError({
    code: "timed-out",
    reason: "system",
    what: `Waited ${withinSeconds} s in vain: ${what}`,
    why: detail,
    next,
  });
}

/** What must hold before the next change, and cannot be looked at. */
export function cannotWait(what: string, detail: string): OpsError {
  return new OpsError({
    code: "cannot-wait",
    reason: "system",
    what: `Cannot tell whether ${what}`,
    why: detail,
    next: "say in the environment file where to look",
  });
}
