import type { Change } from "../model/plan.ts";
import type { ConditionState } from "../model/resource.ts";
import { columnsOf, row, type Screen, styled } from "./layout.ts";
import type { OpenChange, RunState } from "./run-state.ts";
import { changeKind, type Usuals, usualWords } from "./usual.ts";
import { duration } from "./words.ts";

/** What the moving part of a run's view is drawn from, besides the run. */
export interface Frame extends Screen {
  /** Lines that the terminal has; the moving part stays within them. */
  readonly rows: number;
  /** Milliseconds, by the clock that the run's events were reduced with. */
  readonly now: number;
  readonly usuals: Usuals;
  /** The operator asked to park; the effect under way is waited for. */
  readonly isParking: boolean;
  /** All of the log that is kept, instead of its last lines. */
  readonly isLogWhole: boolean;
  /** Why each change under way is made. */
  readonly isWhyShown: boolean;
}

const tailLines = 5;

/** A change under way: since when, why, what it waits for, and its log. */
export function openLines(change: OpenChange, state: RunState, frame: Frame): string[] {
  const because = frame.isWhyShown ? plannedChange(change, state)?.because : undefined;
  const so = `${duration((frame.now - change.beganAt) / 1000)} so far`;
  return [
    ...row(frame, ["  ", styled("cyan", ".."), "   "], [change.id, "   ", so, usualText(change, state, frame)]),
    ...(because ? row(frame, ["       "], [`because ${because}`]) : []),
    ...(change.waiting ? waitLines(change.waiting.what, change.waiting.state, frame) : []),
    ...logLines(change, frame),
  ];
}

/** The last lines of its log, or all that is kept. */
export function logLines({ log }: OpenChange, frame: Frame): string[] {
  const shown = frame.isLogWhole ? log : log.slice(-tailLines);
  return shown.flatMap((line) => row(frame, ["       | "], [styled("dim", line)]));
}

function plannedChange({ id }: OpenChange, { plan }: RunState): Change | undefined {
  return plan?.changes.find((change) => change.id === id);
}

function usualText(open: OpenChange, state: RunState, { usuals }: Frame): string {
  const change = plannedChange(open, state);
  return usualWords(change && usuals[changeKind(change)]);
}

/** What a wait is for, how it stands, and how far it is. */
export function waitLines(what: string, { detail, progress }: ConditionState, frame: Frame): string[] {
  const bar = progress && progress.total > 0 ? row(frame, ["       "], [barText(progress, frame)]) : [];
  return [...row(frame, ["       "], [`waiting until ${what}${detail ? `: ${detail}` : ""}`]), ...bar];
}

/** `[########............] 5 of 12` */
function barText({ done, total }: NonNullable<ConditionState["progress"]>, frame: Frame): string {
  return `${bar(done / total, frame)} ${done} of ${total}`;
}

/** `[########............]`; `share`: from 0 to 1. */
export function bar(share: number, frame: Screen): string {
  const length = columnsOf(frame) < 60 ? 12 : 20;
  const filled = Math.round(length * Math.min(1, Math.max(0, share)));
  return `[${"#".repeat(filled)}${".".repeat(length - filled)}]`;
}
