import { setTimeout as sleep } from "node:timers/promises";
import { NotDone } from "#src/model/error.ts";
import type { Json } from "#src/model/json.ts";
import { issuePermit, revokePermit } from "#src/model/permit.ts";
import type { Change } from "#src/model/plan.ts";
import type { Effect, Effects, Permit, Settlement } from "#src/model/system.ts";
import type { Clock } from "#src/model/world.ts";

export interface Memory {
  readonly run: string;
  readonly lines: string[];
  /** Names of effects that were sent, in order. */
  readonly sent: string[];
  /** Names of effects of which the outcome is lost after they were sent: they are looked for. */
  readonly lost?: readonly string[];
  /** What looks after a lost outcome found. */
  readonly settled: Settlement[];
  readonly pauseMs: number;
  /** Whose time passes in waits. */
  readonly clock: Clock;
}

const wall: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

export function newMemory(more: Partial<Memory> = {}): Memory {
  return { run: "r-1", lines: [], sent: [], settled: [], pauseMs: 250, clock: wall, ...more };
}

/** A permit as the engine would issue it, for as long as `use` takes. */
export async function withPermit<T>(step: string, use: (permit: ReturnType<typeof issuePermit>) => Promise<T>) {
  const permit = issuePermit({ run: "r-1", change: "c", step, token: `mc-${step.replace(/\W/g, "-")}` });
  try {
    return await use(permit);
  } finally {
    revokePermit(permit);
  }
}

/** Effects without a journal: permits, lost outcomes that are looked for, waits of the wall clock. */
export function effectsFor(change: Change, memory: Memory): Effects {
  return {
    perform: (effect) => perform(effect, change, memory),
    async wait(what, withinSeconds, look) {
      const deadline = memory.clock.now() + withinSeconds * 1000;
      for (;;) {
        const seen = await look();
        if (seen !== undefined) return seen;
        if (memory.clock.now() >= deadline) throw new Error(`waited in vain: ${what}`);
        await memory.clock.sleep(memory.pauseMs);
      }
    },
    log: (line) => memory.lines.push(line),
    evidence: () => undefined,
    document: () => "",
  };
}

/** As the engine does: only what is provably not done is not looked for. */
function perform<T extends Json>(effect: Effect<T>, change: Change, memory: Memory): Promise<T> {
  return withPermit(`${memory.run} ${change.id} ${effect.name} ${memory.sent.length}`, async (permit) => {
    memory.sent.push(effect.name);
    const sending = await effect.send(permit).then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    if ("error" in sending && (sending.error instanceof NotDone || !effect.probe)) throw sending.error;
    if ("value" in sending && !memory.lost?.includes(effect.name)) return sending.value;
    return await found(effect, permit, memory, "error" in sending ? sending.error : undefined);
  });
}

async function found<T extends Json>(effect: Effect<T>, permit: Permit, memory: Memory, error: unknown): Promise<T> {
  const settled = await effect.probe?.(permit);
  if (settled) memory.settled.push(settled);
  if (settled?.happened === "yes") return settled.value;
  throw error ?? new Error(`the outcome of ${effect.name} is lost: ${settled?.evidence}`);
}
