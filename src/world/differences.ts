import { closest, distance } from "fastest-levenshtein";
import { OpsError } from "../model/error.ts";
import type { Fault, Told } from "./control.ts";

export interface Wanted {
  readonly environment: string;
  readonly seed?: number;
  readonly faults?: readonly string[];
}

/** The nearest names first, at most three. */
function nearest(name: string, known: readonly string[]): string {
  const near = known.filter((other) => distance(name, other) <= 3);
  return (near.length > 0 ? near : [closest(name, known)]).slice(0, 3).join(", ");
}

export function unknownFault(name: string, known: readonly string[]): OpsError {
  return new OpsError({
    code: "unknown-fault",
    reason: "usage",
    what: `there is no fault ${JSON.stringify(name)}`,
    why: `nearest: ${nearest(name, known)}; there are ${known.join(", ")}`,
    next: "faults() at the prompt of a rehearsal tells what each of them does",
  });
}

function phraseOf(seed: number, faults: readonly string[]): string {
  return [`--seed ${seed}`, ...faults.map((fault) => `--fault ${fault}`)].join(" ");
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return new Set([...some, ...others]).size === new Set(some).size && new Set(some).size === new Set(others).size;
}

/** @throws OpsError `usage` when what is wanted is unknown, or not what the running world was started with. */
export function requireSame(wanted: Wanted, running: Told, known: readonly Fault[]): void {
  const names = known.map((fault) => fault.name);
  const stranger = wanted.faults?.find((fault) => !names.includes(fault));
  if (stranger !== undefined) throw unknownFault(stranger, names);
  const seed = wanted.seed ?? running.seed;
  const faults = wanted.faults?.length ? wanted.faults : running.faults;
  if (seed === running.seed && isSameSet(faults, running.faults)) return;
  const asked = phraseOf(seed, faults);
  throw new OpsError({
    code: "rehearsal-differs",
    reason: "usage",
    what: `the running rehearsal world was started with ${phraseOf(running.seed, running.faults)}`,
    why: `a world keeps its seed and its faults for its whole life; asked for was ${asked}`,
    next: `./console ${wanted.environment} --rehearse --fresh ${asked}   (starts over: what is in the running world is lost)`,
  });
}
