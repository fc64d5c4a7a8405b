import type { JournalEvent } from "../model/journal.ts";
import { maskedText } from "../model/mask.ts";
import { printable } from "../model/printable.ts";
import type { ProcedureStep } from "../model/procedure.ts";
import type { RunEvent } from "../model/run.ts";
import { isCampaign } from "./campaign-lanes.ts";
import { bodyWords } from "./event-line.ts";
import { namesOf, notTakenIn, together } from "./not-taken.ts";
import { outcomeWords, withoutTitle } from "./run-outcomes.ts";
import type { FinishedLine, RunState } from "./run-state.ts";
import { isToldAbove } from "./told-above.ts";
import { duration } from "./words.ts";

type StepEvent = Extract<RunEvent, { type: "step" }>;

/** The step of a procedure that has begun and is not settled. */
export interface OpenStep {
  readonly id: string;
  /** Milliseconds, as the view's clock has it. */
  readonly beganAt: number;
}

/** That it passed is seen by its mark. */
const words = { ...outcomeWords, passed: "" };

/** The screen of a procedure's run after a step began or ended. That one failed is told by its row in the journal. */
export function stepTold(state: RunState, event: StepEvent, now: number): RunState {
  const { step: id, state: how, detail = "" } = event;
  const { waiting: _, step: open, ...others } = state;
  const { [id]: __, ...gates } = state.gates;
  const rest = { ...others, gates };
  if (how === "begun") return { ...rest, open: [], step: { id, beganAt: now } };
  if (how === "failed") return { ...rest, open: [], ...(open && { step: open }) };
  const step = stepOf(id, state);
  const settled = { ...rest, open: [], settled: [...state.settled, id] };
  const notTaken = notTakenIn(event);
  if (notTaken) {
    const both = together(state.notTaken, notTaken);
    return both ? { ...settled, notTaken: both } : { ...withNotTaken(settled), notTaken };
  }
  if (how === "passed" && (step?.kind === "ask" || step?.kind === "attest")) return settled;
  const seconds = how === "passed" && open?.id === id && isLong(step) ? (now - open.beganAt) / 1000 : 0;
  const took = seconds < 1 ? "" : duration(seconds);
  const text = [step?.title ?? id, words[how], took].filter(Boolean).join("   ");
  return finished(settled, { mark: how === "passed" || how === "undone" ? "ok" : "-", text, detail });
}

/** The screen with what was not taken told: neighbours of one reason in one line. */
export function withNotTaken(state: RunState): RunState {
  const { notTaken, ...rest } = state;
  if (!notTaken) return state;
  const text = `${namesOf(notTaken.ids, state.plan?.procedure)}   ${words[notTaken.state]}`;
  return finished(rest, { mark: "-", text, detail: notTaken.detail });
}

function isLong(step: ProcedureStep | undefined): boolean {
  return step?.kind === "act" || step?.kind === "wait";
}

/**
 * A row of the journal that is about a step itself; `undefined` where it is about something else. A yes that was typed
 * stands where it was typed.
 */
export function stepJournaled(state: RunState, { step, kind, body }: JournalEvent): RunState | undefined {
  const asked = stepOf(/^ask (.+)$/.exec(step)?.[1], state);
  if (asked && kind === "answered")
    return finished(state, { mark: "ok", text: asked.title, detail: answerWords(body) });
  const own = stepOf(/^([^/]+)\/\d+$/.exec(step)?.[1], state);
  if (own && kind === "failed" && isToldAbove(bodyWords(body), state.finished)) return { ...state, open: [] };
  if (own && kind === "failed") return finished({ ...state, open: [] }, failureLine(own, step, bodyWords(body), state));
  const decided = stepOf(/^failed\/([^/]+)\/\d+$/.exec(step)?.[1], state);
  if (decided && kind === "answered")
    return finished(state, { mark: "ok", text: `${decided.title}: ${String(body.text)}` });
  const isConfirmedHere = kind === "answered" && step.startsWith("confirm") && body.how === "typed";
  return own || asked || decided || (isConfirmedHere && state.plan?.procedure) ? state : undefined;
}

/** The same reason once more is not said in full. */
function failureLine(
  { title }: ProcedureStep,
  row: string,
  detail: string,
  { finished: lines }: RunState,
): FinishedLine {
  const told = withoutTitle(title, detail);
  const attempt = row.slice(row.lastIndexOf("/") + 1);
  const before = lines.findLast((line) => line.text.startsWith(`${printable(title)}   failed`) && line.detail !== "");
  const isAsBefore = before?.detail === printable(maskedText(told), { keepsLines: true });
  if (isAsBefore) return { mark: "!!", text: `${title}   failed again, attempt ${attempt}, as before` };
  return { mark: "!!", text: `${title}   failed`, detail: told };
}

function answerWords({ text, how }: JournalEvent["body"]): string {
  const given = how === "typed" || typeof how !== "string" ? "" : `, ${how}`;
  return `"${String(text)}"${given}`;
}

/** A change that is all that its step does is told with its step. */
export function isToldWithStep(change: string, { plan }: RunState): boolean {
  const steps = plan?.procedure?.steps ?? [];
  return steps.some(({ changes = [] }) => changes.length === 1 && change.startsWith(changes[0] ?? change));
}

function stepOf(id: string | undefined, { plan }: RunState): ProcedureStep | undefined {
  return plan?.procedure?.steps.find((step) => step.id === id);
}

function finished(state: RunState, { mark, text, detail = "" }: FinishedLine): RunState {
  const line = { mark, text: printable(text), detail: printable(maskedText(detail), { keepsLines: true }) };
  return { ...state, finished: [...state.finished, line] };
}

/** The steps that are behind: those that were settled, and in a list also those before the one that is open. */
export function stepsBehind({ plan, settled, step }: RunState): readonly string[] {
  if (isCampaign(plan?.procedure)) return settled;
  const ids = (plan?.procedure?.steps ?? []).map(({ id }) => id);
  const at = ids.indexOf(step?.id ?? settled.at(-1) ?? "");
  return ids.filter((id, index) => settled.includes(id) || index < at);
}
