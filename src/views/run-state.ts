import type { JournalEvent } from "../model/journal.ts";
import { maskedText } from "../model/mask.ts";
import type { Plan } from "../model/plan.ts";
import { printable } from "../model/printable.ts";
import type { RunBegan, RunEvent } from "../model/run.ts";
import { doneBefore, settledBefore } from "./done-before.ts";
import { bodyWords } from "./event-line.ts";
import { type NotTaken, notTakenIn } from "./not-taken.ts";
import { isToldWithStep, type OpenStep, stepJournaled, stepTold, withNotTaken } from "./run-steps.ts";
import { duration, whoWords } from "./words.ts";

export type WaitingEvent = Extract<RunEvent, { type: "waiting" }>;

/** A change that has begun and has not ended. */
export interface OpenChange {
  readonly id: string;
  /** Milliseconds, as the view's clock has it. */
  readonly beganAt: number;
  /** Its log, as much as is kept. */
  readonly log: readonly string[];
  readonly waiting?: WaitingEvent;
}

/** A line that scrolls away: it will not change any more. */
export interface FinishedLine {
  readonly mark: "ok" | "!!" | "-";
  readonly text: string;
  /** Evidence or an answer; several lines stand below. */
  readonly detail?: string;
}

/** What is on the screen of a run: nothing but what its events said. */
export interface RunState {
  readonly run?: string;
  readonly plan?: Plan;
  readonly beganAt: number;
  readonly open: readonly OpenChange[];
  /** Ids of the changes that ended, however they ended. */
  readonly ended: readonly string[];
  readonly finished: readonly FinishedLine[];
  /** Of a procedure: the step that has begun, and the ids of those that are settled. */
  readonly step?: OpenStep;
  readonly settled: readonly string[];
  /** Steps that were not taken and are not told yet: the next may have the same reason. */
  readonly notTaken?: NotTaken;
  /** Of a campaign: gates that were looked at and are shut, by their step's id. */
  readonly gates: Readonly<Record<string, WaitingEvent>>;
  /** A wait of the open step, or of the whole run: the verification. */
  readonly waiting?: WaitingEvent;
  /** A system that asks us to slow down: a wait, not a failure. */
  readonly throttled?: { readonly system: string; readonly what: string; readonly untilAt: number };
  readonly isOver: boolean;
}

export const noRun: RunState = { beganAt: 0, open: [], ended: [], settled: [], gates: {}, finished: [], isOver: true };

/** More than a screen shows, and bounded: a log may go on for hours. */
const keptLogLines = 200;

/** The screen after one more event, at `now` milliseconds of the view's clock. */
export function reduceRun(state: RunState, event: RunEvent, now: number): RunState {
  const isStillThrottled = event.type === "throttled" || event.type === "waiting";
  const before = isStillThrottled ? state : unthrottled(state);
  return reduced(isOfNotTaken(event) ? before : withNotTaken(before), event, now);
}

/** Also the row of a step's outcome in the journal, which comes before it is told. */
function isOfNotTaken(event: RunEvent): boolean {
  if (event.type !== "journal") return notTakenIn(event) !== undefined;
  const { kind, body } = event.event;
  return kind === "done" && (body.state === "omitted" || body.state === "excluded");
}

/** Whatever goes on shows that the system takes calls again. */
function unthrottled({ throttled: _, ...rest }: RunState): RunState {
  return rest;
}

function reduced(state: RunState, event: RunEvent, now: number): RunState {
  switch (event.type) {
    case "began":
      return began(event, now);
    case "change":
      return event.state === "begun" ? begun(state, event.change, now) : ended(state, event.change, event.state, now);
    case "log":
      return logged(state, event.change, event.line);
    case "waiting":
      return waited(state, event);
    case "step":
      return stepTold(state, event, now);
    case "throttled":
      return {
        ...state,
        throttled: { system: event.system, what: event.what, untilAt: now + event.waitSeconds * 1000 },
      };
    case "journal":
      return stepJournaled(state, event.event) ?? journaled(state, event.event);
    case "ended":
      return { ...state, isOver: true };
  }
}

function began(event: RunBegan, now: number): RunState {
  const { run, plan, identities, done = [] } = event;
  const state = { ...noRun, run, plan, beganAt: now, ended: done, settled: settledBefore(event), isOver: false };
  const before = doneBefore(event);
  const lines = [
    ...(identities.length > 0 ? [whoWords(identities)] : []),
    ...(before ? [`${before} done before`] : []),
  ];
  return lines.reduce((shown: RunState, line) => finish(shown, "ok", line), state);
}

function begun(state: RunState, id: string, now: number): RunState {
  const isOpen = state.open.some((change) => change.id === id);
  return isOpen ? state : { ...state, open: [...state.open, { id, beganAt: now, log: [] }] };
}

function ended(state: RunState, id: string, how: "done" | "already" | "failed", now: number): RunState {
  const change = state.open.find((each) => each.id === id);
  const took = change ? `  ${duration((now - change.beganAt) / 1000)}` : "";
  const words = { done: took, already: "  is already so", failed: `${took}  failed` };
  const line: FinishedLine = { mark: how === "failed" ? "!!" : "ok", text: printable(`${id}${words[how]}`) };
  const open = state.open.filter((each) => each.id !== id);
  if (isToldWithStep(id, state)) return { ...state, open, ended: [...state.ended, id] };
  return { ...state, open, ended: [...state.ended, id], finished: [...state.finished, line] };
}

/** A gate that is looked at from time to time is no step under way. */
function waited(state: RunState, event: WaitingEvent): RunState {
  const { change: id } = event;
  if (id === undefined || id === state.step?.id) return { ...state, waiting: event };
  const isGate = state.plan?.procedure?.steps.some((step) => step.id === id && step.isGate) === true;
  if (isGate) return { ...state, gates: { ...state.gates, [id]: event } };
  return onChange(state, id, (change) => ({ ...change, waiting: event }));
}

function onChange(state: RunState, id: string, update: (change: OpenChange) => OpenChange): RunState {
  return { ...state, open: state.open.map((change) => (change.id === id ? update(change) : change)) };
}

function logged(state: RunState, id: string, line: string): RunState {
  const clean = printable(maskedText(line));
  return onChange(state, id, (change) => ({ ...change, log: [...change.log, clean].slice(-keptLogLines) }));
}

function journaled(state: RunState, { step, kind, body, run }: JournalEvent): RunState {
  const words = [kind, bodyWords(body)].filter(Boolean).join(": ");
  const known = { ...state, run: state.run ?? run };
  if (kind === "answered") return finish(known, "ok", `${step} ${words}`);
  if (kind === "failed" || kind === "doubted") return finish(known, "!!", `${nameOf(step, state)} ${words}`.trim());
  const change = state.open.find(({ id }) => step.startsWith(`${id}/`));
  if (!change) return known;
  return logged(onChange(known, change.id, noWait), change.id, `${step.slice(change.id.length + 1)} ${words}`);
}

/** In a runbook what is done is told in words: what it is called in the journal is nothing to a reader. */
function nameOf(step: string, { plan }: RunState): string {
  const change = plan?.procedure && plan.changes.find(({ id }) => step.startsWith(`${id}/`));
  return change ? `${change.does ?? `${change.action} ${change.kind} ${change.name}`}:` : step;
}

/** Whatever goes on in a change shows that what it waited for is there. */
function noWait({ waiting: _, ...change }: OpenChange): OpenChange {
  return change;
}

function finish(state: RunState, mark: FinishedLine["mark"], text: string): RunState {
  return { ...state, finished: [...state.finished, { mark, text: printable(text) }] };
}
