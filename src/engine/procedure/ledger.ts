import type { JournalEvent } from "../../model/journal.ts";
import type { Json } from "../../model/json.ts";
import type { Owed, Procedure, ProcedureStep, StepOutcome } from "../../model/procedure.ts";

type State = StepOutcome["state"];

const settledStates: readonly State[] = ["passed", "skipped", "omitted", "excluded"];

/** What became of the steps, derived from the run's events and nothing else; of each the newest outcome, in that order. */
export function outcomesOf(events: readonly JournalEvent[], procedure: Procedure): readonly StepOutcome[] {
  const steps = new Map(procedure.steps.map((step) => [step.id, step]));
  const outcomes = new Map<string, StepOutcome>();
  for (const event of events) {
    const outcome = outcomeOf(event, steps);
    if (!outcome) continue;
    outcomes.delete(outcome.step);
    outcomes.set(outcome.step, outcome);
  }
  return [...outcomes.values()];
}

function outcomeOf(event: JournalEvent, steps: ReadonlyMap<string, ProcedureStep>): StepOutcome | undefined {
  const { step, kind, body, at } = event;
  const asked = /^ask (.+)$/.exec(step)?.[1];
  if (kind === "answered" && asked !== undefined && steps.has(asked)) {
    return { step: asked, state: "passed", detail: textOf(body.text), at };
  }
  const id = /^([^/]+)\/\d+$/.exec(step)?.[1];
  if (id === undefined || !steps.has(id)) return undefined;
  if (kind === "failed") return { step: id, state: "failed", detail: `${textOf(body.what)}: ${textOf(body.why)}`, at };
  const state = settledStates.find((each) => each === body.state);
  if (kind !== "done" || state === undefined) return undefined;
  const value = body.value === undefined ? {} : { value: body.value };
  return { step: id, state, detail: textOf(body.detail), ...value, at };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Whether nothing of it is left to do. */
export function isSettled({ state }: StepOutcome): boolean {
  return state !== "failed" && state !== "undone";
}

/** Whether the step that takes something back has passed; to leave it out takes nothing back. */
export function isTakenBack(outcome: StepOutcome | undefined): boolean {
  return outcome?.state === "passed";
}

/**
 * What was changed for a while and is not known to be taken back: an effect of the step may have happened, and the step
 * that undoes it has not passed.
 */
export function owedOf(events: readonly JournalEvent[], procedure: Procedure): readonly Owed[] {
  const outcomes = new Map(outcomesOf(events, procedure).map((outcome) => [outcome.step, outcome]));
  const owing = procedure.steps.filter((step) => step.undo?.isOwed && mayHaveHappened(step, events));
  return owing.flatMap(({ id, host, undo }) => {
    if (!undo || isTakenBack(outcomes.get(undo.by))) return [];
    return [{ step: id, stillSo: undo.stillSo, ...(host !== undefined && { host }) }];
  });
}

/** Any effect of the step, at any attempt, that was sent and did not provably fail. */
export function mayHaveHappened(step: ProcedureStep, events: readonly JournalEvent[]): boolean {
  const changes = step.changes ?? [];
  const own = events.filter((event) => changes.some((change) => event.step.startsWith(change)));
  const last = new Map(own.map((event) => [event.step, event]));
  return [...last.values()].some(({ kind, body }) => {
    const provablyNot = kind === "failed" || (kind === "settled" && body.happened === "no");
    return !provablyNot && kind !== "asked" && kind !== "answered";
  });
}
