import type { Plan } from "../model/plan.ts";
import type { ProcedureStep } from "../model/procedure.ts";
import { bar, type Frame, logLines, openLines, waitLines } from "./change-frame.ts";
import { row, styled } from "./layout.ts";
import type { OpenChange, RunState } from "./run-state.ts";
import { type OpenStep, stepsBehind } from "./run-steps.ts";
import { stepKind, type Usual, usualWords } from "./usual.ts";
import { duration } from "./words.ts";

/** The step of a procedure that is under way, opened: how long it takes, what it waits for, its log. */
export function stepFrame(state: RunState, frame: Frame): string[] {
  const { plan, step: open } = state;
  const step = plan?.procedure?.steps.find(({ id }) => id === open?.id);
  if (!plan || !open || !step) return state.open.flatMap((change) => openLines(change, state, frame));
  return [
    ...row(
      frame,
      ["  ", styled("cyan", ".."), "   "],
      [styled("bold", step.title), ...timeWords(step, open, plan, frame)],
    ),
    ...(frame.isWhyShown ? row(frame, ["       "], [`because ${whyOf(step, plan)}`]) : []),
    ...(state.waiting ? waitLines(state.waiting.what, state.waiting.state, frame) : []),
    ...changeLines(step, state, frame),
  ];
}

/** `   12:40 so far, usually 22:00 to 41:00   [########............]` */
function timeWords(step: ProcedureStep, { beganAt }: OpenStep, plan: Plan, frame: Frame): readonly string[] {
  const seconds = (frame.now - beganAt) / 1000;
  const usual = frame.usuals[stepKind(plan, step.id)];
  const normal = step.normal ? `, normal: ${step.normal}` : "";
  return [`   ${duration(seconds)} so far`, usualWords(usual) || normal, ...progress(seconds, usual, frame)];
}

/** Of what it took at most so far. */
function progress(seconds: number, usual: Usual | undefined, frame: Frame): readonly string[] {
  if (!usual || usual.toSeconds < 10) return [];
  return seconds > usual.toSeconds ? ["   longer than ever"] : ["   ", bar(seconds / usual.toSeconds, frame)];
}

function whyOf({ because, changes = [], title }: ProcedureStep, plan: Plan): string {
  return because ?? plan.changes.find(({ id }) => changes.includes(id))?.because ?? title;
}

/** A single change of a step needs no line of its own. */
function changeLines({ changes = [] }: ProcedureStep, state: RunState, frame: Frame): string[] {
  const isSingle = changes.length < 2;
  return state.open.flatMap((change) => (isSingle ? insideLines(change, frame) : openLines(change, state, frame)));
}

function insideLines(change: OpenChange, frame: Frame): string[] {
  const { waiting } = change;
  return [...(waiting ? waitLines(waiting.what, waiting.state, frame) : []), ...logLines(change, frame)];
}

const shownAtMost = 6;

/** The titles of the steps that come. */
export function comingLines(state: RunState, frame: Frame): string[] {
  const behind = new Set([...stepsBehind(state), ...(state.step ? [state.step.id] : [])]);
  const coming = (state.plan?.procedure?.steps ?? []).filter(({ id }) => !behind.has(id));
  const shown = coming.slice(0, shownAtMost).map(({ title }) => title);
  const rest = coming.length > shown.length ? [`${coming.length - shown.length} more`] : [];
  return shown.length === 0 ? [] : row(frame, ["  -    "], [styled("dim", [...shown, ...rest].join("   -  "))]);
}
