import type { Procedure } from "../model/procedure.ts";
import type { RunEvent } from "../model/run.ts";
import { counted } from "./words.ts";

type StepEvent = Extract<RunEvent, { type: "step" }>;

/** Steps one after the other that were not taken for one reason. */
export interface NotTaken {
  readonly state: "omitted" | "excluded";
  readonly detail: string;
  readonly ids: readonly string[];
}

/** What an event says of a step that is not taken; `undefined`: it is about something else. */
export function notTakenIn(event: RunEvent): NotTaken | undefined {
  if (event.type !== "step") return undefined;
  const { state, detail = "", step }: StepEvent = event;
  return state === "omitted" || state === "excluded" ? { state, detail, ids: [step] } : undefined;
}

/** Both together, where they have one reason. */
export function together(one: NotTaken | undefined, other: NotTaken): NotTaken | undefined {
  const isAlike = one?.state === other.state && one.detail === other.detail;
  return isAlike ? { ...one, ids: [...one.ids, ...other.ids] } : undefined;
}

/** Neighbours of one reason; what has none stands alone. */
export function neighbours<T>(items: readonly T[], reasonOf: (item: T) => string | undefined): readonly T[][] {
  const groups: { reason: string | undefined; of: T[] }[] = [];
  for (const item of items) {
    const reason = reasonOf(item);
    const last = groups.at(-1);
    if (last && reason !== undefined && last.reason === reason) last.of.push(item);
    else groups.push({ reason, of: [item] });
  }
  return groups.map(({ of }) => of);
}

/** A step's title; of several how many and whose: `5 steps of model-income`. */
export function namesOf(ids: readonly string[], procedure: Pick<Procedure, "steps"> | undefined): string {
  const steps = procedure?.steps.filter(({ id }) => ids.includes(id)) ?? [];
  if (ids.length === 1) return steps[0]?.title ?? ids[0] ?? "";
  const lanes = [...new Set(steps.flatMap(({ lane }) => lane ?? []))];
  const isOfLanes = lanes.length > 0 && steps.every(({ lane }) => lane !== undefined);
  return `${counted(ids.length, "step")}${isOfLanes ? ` of ${lanes.join(", ")}` : ` (${numbersOf(ids, procedure)})`}`;
}

/** `3`, `3-5`, `3-5, 8` */
export function numbersOf(ids: readonly string[], procedure: Pick<Procedure, "steps"> | undefined): string {
  const numbers = (procedure?.steps ?? []).flatMap(({ id }, index) => (ids.includes(id) ? [index + 1] : []));
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
