import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { endOf } from "../support/console.ts";
import { Rehearsal } from "./console.ts";

/** In which state of its journal a kill found the run. `sent`: intended, and the world has the request already. */
export const states = ["before", "asked", "intended", "sent", "done", "doubted", "settled"] as const;
export type State = (typeof states)[number];
export type Tally = Record<State, number>;

/** When to kill: at the n-th boundary of a kind that this process comes to (see `die-at.ts`), or after a while. */
type Trigger =
  | { readonly at: "boundary"; readonly kind: string; readonly nth: number }
  | { readonly at: "time"; readonly milliseconds: number };

export interface Tortured {
  readonly rehearsal: Rehearsal;
  readonly kills: number;
}

const nextMorning = 8 * 60 * 60 * 1000;

/** Numbers that are the same for the same seed, and look random. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Kills `create!("test")` and its resumes until it is done all the same, at most `atMost` times. */
export async function torture(seed: number, atMost: number, tally: Tally): Promise<Tortured> {
  const roll = dice(seed);
  const rehearsal = new Rehearsal(["--seed", String(seed), "--fault", "reset-after-send"]);
  let kills = 0;
  while (kills < atMost) {
    const trigger = triggerFor(roll, rehearsal, tally);
    if (trigger.at === "boundary" && trigger.kind === "settled") await rehearsal.pass(nextMorning);
    const state = await killOnce(rehearsal, trigger);
    if (state !== undefined) {
      tally[state] += 1;
      kills += 1;
    }
    // Also a kill may come too late: after the run's last row, before the process was gone.
    if (rehearsal.isOver()) break;
  }
  return { rehearsal, kills };
}

/** What one types to go on: the run is there, or it never began. */
export function expressionFor(rehearsal: Rehearsal): string {
  return rehearsal.rows().length > 0 ? 'resume!("r1")' : 'MesosCluster.create!("test")';
}

/** `undefined`: it ended before it could be killed. */
async function killOnce(rehearsal: Rehearsal, trigger: Trigger): Promise<State | undefined> {
  const before = { rows: rehearsal.rows().length, request: (await rehearsal.requests()).at(-1)?.seq ?? 0 };
  const dieAt = trigger.at === "boundary" ? `${trigger.kind}:${trigger.nth}` : undefined;
  const child = rehearsal.start([expressionFor(rehearsal)], dieAt);
  const end = endOf(child);
  if (trigger.at === "time") {
    await Promise.race([end, sleep(trigger.milliseconds)]);
    child.kill("SIGKILL");
  }
  const { status, stderr } = await end;
  if (status === null) return stateOf(rehearsal, before);
  assert.ok(status === 0 || status === 4, `it ended with ${status}, neither done nor parked:\n${stderr.slice(-2000)}`);
  return undefined;
}

interface Before {
  readonly rows: number;
  /** The number of the last request. */
  readonly request: number;
}

async function mutations(rehearsal: Rehearsal, since: number): Promise<number> {
  return (await rehearsal.requests(since)).filter(({ isMutating }) => isMutating).length;
}

/** By the last row: an effect that was intended is `sent` when the world has as many requests as rows. */
async function stateOf(rehearsal: Rehearsal, before: Before): Promise<State> {
  const rows = rehearsal.rows();
  const last = rows.findLast(({ step }) => step !== "");
  if (!last) return "before";
  if (last.kind === "answered") return "asked";
  if (last.kind !== "intended") return isState(last.kind) ? last.kind : "before";
  const intended = rows.slice(before.rows).filter(({ kind }) => kind === "intended").length;
  return (await mutations(rehearsal, before.request)) >= intended && intended > 0 ? "sent" : "intended";
}

function isState(kind: string): kind is State {
  return states.some((state) => state === kind);
}

/**
 * An effect without its outcome whose token may be forgotten by the next morning: then it is looked for. What only
 * comes about by a chain of events is brought about first where no kill has hit it yet.
 */
function triggerFor(roll: (sides: number) => number, rehearsal: Rehearsal, tally: Tally): Trigger {
  const last = rehearsal.rows().at(-1)?.kind;
  const isOpen = last === "intended" || last === "doubted";
  if (isOpen && (tally.settled === 0 || roll(2) === 0)) return { at: "boundary", kind: "settled", nth: 1 };
  if (last === undefined && tally.doubted === 0) return { at: "boundary", kind: "doubted", nth: 1 };
  if (roll(5) === 0) return { at: "time", milliseconds: 200 + roll(1000) };
  const kinds = ["intended", "intended", "intended", "answer", "answer", "done", "done", "doubted"];
  return { at: "boundary", kind: kinds[roll(kinds.length)] ?? "done", nth: 1 + roll(2) };
}
