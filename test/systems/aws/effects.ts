import { digest } from "../../../src/model/digest.ts";
import { NotDone } from "../../../src/model/error.ts";
import type { Json } from "../../../src/model/json.ts";
import { issuePermit, revokePermit } from "../../../src/model/permit.ts";
import type { Change } from "../../../src/model/plan.ts";
import type { Effect, Effects } from "../../../src/model/system.ts";
import type { Clock } from "../../../src/model/world.ts";

/** What the engine's journal would hold of the effects, for one run. */
export interface Memory {
  readonly run: string;
  readonly clock: Clock;
  /** Values of the effects that are done, by change and effect. */
  readonly done: Map<string, Json>;
  /** How many attempts of an effect provably did nothing: each next one has a token of its own. */
  readonly failed: Map<string, number>;
  readonly documents: Readonly<Record<string, string>>;
  readonly lines: string[];
  /** Effects of which the outcome was lost once; absent: none ever is. */
  readonly crashed?: Set<string>;
}

/** Effects without a journal on disk: permits, recorded values, waits on the world's clock. */
export function effectsFor(change: Change, memory: Memory): Effects {
  return {
    async perform<T extends Json>(effect: Effect<T>): Promise<T> {
      const name = `${change.id}/${effect.name}`;
      if (memory.done.has(name)) return memory.done.get(name) as T;
      const step = `${name}/${1 + (memory.failed.get(name) ?? 0)}`;
      const permit = issuePermit({ run: memory.run, change: change.id, step, token: tokenOf(memory.run, step) });
      try {
        const value = await effect.send(permit);
        if (memory.crashed && !memory.crashed.has(name)) {
          memory.crashed.add(name);
          throw new Error("killed");
        }
        memory.done.set(name, value);
        return value;
      } catch (error) {
        if (error instanceof NotDone) memory.failed.set(name, 1 + (memory.failed.get(name) ?? 0));
        throw error;
      } finally {
        revokePermit(permit);
      }
    },
    async wait(what, withinSeconds, look) {
      const deadline = memory.clock.now() + withinSeconds * 1000;
      for (;;) {
        const seen = await look();
        if (seen !== undefined) return seen;
        if (memory.clock.now() >= deadline) throw new Error(`waited ${withinSeconds} s in vain: ${what}`);
        await memory.clock.sleep(5_000);
      }
    },
    log: (line) => memory.lines.push(line),
    evidence: () => undefined,
    document(digest) {
      const text = memory.documents[digest];
      if (text === undefined) throw new Error(`no document ${digest}`);
      return text;
    },
  };
}

function tokenOf(run: string, step: string): string {
  return `mc-${digest(`${run} ${step}`)}`;
}
