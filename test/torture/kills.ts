import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ended } from "../support/console.ts";
import { Rehearsal } from "./console.ts";

/** In which state of its journal a kill found the run. `sent`: intended, and the world has the request already. */
export const states = ["before", "asked", "intended", "sent", "done", "doubted", "settled"] as const;
export type State = (typeof states)[number];
export type Tally = Record<State, number>;

/** When to kill: at the n-th row of a kind that this process writes, when the world gets a request, or after a while. */
type Trigger =
  | { readonly at: "row"; readonly kind: string; readonly nth: number }
  | { readonly at: "request"; readonly nth: number }
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
    const trigger = triggerFor(roll, rehearsal);
    if (trigger.at === "row" && trigger.kind === "settled") await rehearsal.pass(nextMorning);
    const state = await killOnce(rehearsal, trigger);
    if (state === undefined && rehearsal.isOver()) break;
    if (state === undefined) continue;
    tally[state] += 1;
    kills += 1;
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
  const dieAt = trigger.at === "row" ? `${trigger.kind}:${trigger.nth}` : undefined;
  const child = rehearsal.start([expressionFor(rehearsal)], dieAt);
  const exit = ended(child);
  child.stdout?.resume();
  child.stderr?.resume();
  if (trigger.at === "time") await Promise.race([exit, sleep(trigger.milliseconds)]);
  if (trigger.at === "request") await requested(trigger.nth, rehearsal, before.request, child);
  if (trigger.at !== "row") child.kill("SIGKILL");
  return (await exit) === null ? stateOf(rehearsal, before) : undefined;
}

interface Before {
  readonly rows: number;
  /** The number of the last request. */
  readonly request: number;
}

async function requested(nth: number, rehearsal: Rehearsal, since: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && (await mutations(rehearsal, since)) < nth) await sleep(2);
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

/** An effect without its outcome whose token may be forgotten by the next morning: then it is looked for. */
function triggerFor(roll: (sides: number) => number, rehearsal: Rehearsal): Trigger {
  const last = rehearsal.rows().at(-1)?.kind;
  if ((last === "intended" || last === "doubted") && roll(2) === 0) return { at: "row", kind: "settled", nth: 1 };
  const which = roll(10);
  if (which < 2) return { at: "time", milliseconds: 300 + roll(1500) };
  if (which < 4) return { at: "request", nth: 1 + roll(4) };
  const kinds = ["intended", "intended", "done", "doubted"];
  return { at: "row", kind: kinds[roll(kinds.length)] ?? "done", nth: 1 + roll(2) };
}
