import type { Change } from "../model/plan.ts";
import type { ConditionState } from "../model/resource.ts";
import { columnsOf, row, type Screen, styled } from "./layout.ts";
import type { FinishedLine, OpenChange, RunState } from "./run-state.ts";
import { changeKind, type Usuals, usualWords } from "./usual.ts";
import { duration, scopeOf } from "./words.ts";

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

/** The part of a run that still moves, within the rows of the terminal. */
export function runFrame(state: RunState, frame: Frame): string {
  if (state.isOver || !state.plan) return "";
  const head = headLines(state, frame);
  const foot = row(frame, [styled("dim", footText(frame))]);
  const room = Math.max(1, frame.rows - head.length - foot.length - 1);
  return [...head, ...clipped(bodyLines(state, frame), room), ...foot].join("\n");
}

/** A line that scrolls away. */
export function finishedText({ mark, text }: FinishedLine, screen: Screen): string {
  return row(screen, ["  ", styled(mark === "ok" ? "green" : "red", mark), "   "], [text]).join("\n");
}

function headLines(state: RunState, frame: Frame): string[] {
  if (!state.plan) return [];
  const { title, world, changes } = state.plan;
  const parts = [title, world, `leased: ${scopeOf(state.plan)}`, `${state.ended.length} of ${changes.length}`];
  return row(
    frame,
    [styled("bold", `Run ${state.run ?? ""}`), "  "],
    [parts.join("   "), "   ", elapsed(state, frame)],
  );
}

function elapsed(state: RunState, { now }: Frame): string {
  return duration((now - state.beganAt) / 1000);
}

function footText({ isParking }: Frame): string {
  return isParking
    ? "parking: waits for the effect under way; again to leave it in doubt"
    : "p park   l whole log   w why   ctrl-c park";
}

function bodyLines(state: RunState, frame: Frame): string[] {
  return [
    ...state.open.flatMap((change) => openLines(change, state, frame)),
    ...(state.waiting ? waitLines(state.waiting.what, state.waiting.state, frame) : []),
    ...throttleLines(state, frame),
    ...pendingLines(state, frame),
  ];
}

function openLines(change: OpenChange, state: RunState, frame: Frame): string[] {
  const log = frame.isLogWhole ? change.log : change.log.slice(-tailLines);
  const because = frame.isWhyShown ? plannedChange(change, state)?.because : undefined;
  const so = `${duration((frame.now - change.beganAt) / 1000)} so far`;
  return [
    ...row(frame, ["  ", styled("cyan", ".."), "   "], [change.id, "   ", so, usualText(change, state, frame)]),
    ...(because ? row(frame, ["       "], [`because ${because}`]) : []),
    ...(change.waiting ? waitLines(change.waiting.what, change.waiting.state, frame) : []),
    ...log.flatMap((line) => row(frame, ["       | "], [styled("dim", line)])),
  ];
}

function plannedChange({ id }: OpenChange, { plan }: RunState): Change | undefined {
  return plan?.changes.find((change) => change.id === id);
}

function usualText(open: OpenChange, state: RunState, { usuals }: Frame): string {
  const change = plannedChange(open, state);
  return usualWords(change && usuals[changeKind(change)]);
}

function waitLines(what: string, { detail, progress }: ConditionState, frame: Frame): string[] {
  const bar = progress && progress.total > 0 ? row(frame, ["       "], [barText(progress, frame)]) : [];
  return [...row(frame, ["       "], [`waiting until ${what}${detail ? `: ${detail}` : ""}`]), ...bar];
}

/** `[########............] 5 of 12` */
function barText({ done, total }: NonNullable<ConditionState["progress"]>, frame: Frame): string {
  const length = columnsOf(frame) < 60 ? 12 : 20;
  const filled = Math.round(length * Math.min(1, Math.max(0, done / total)));
  return `[${"#".repeat(filled)}${".".repeat(length - filled)}] ${done} of ${total}`;
}

function throttleLines({ throttled }: RunState, frame: Frame): string[] {
  if (!throttled || throttled.untilAt <= frame.now) return [];
  const left = duration((throttled.untilAt - frame.now) / 1000);
  return row(
    frame,
    ["  ..   "],
    [styled("yellow", `${throttled.system} throttles ${throttled.what}: waiting ${left}`)],
  );
}

function pendingLines(state: RunState, frame: Frame): string[] {
  const begun = new Set([...state.ended, ...state.open.map(({ id }) => id)]);
  const pending = (state.plan?.changes ?? []).filter(({ id }) => !begun.has(id));
  const shown = pending.slice(0, 3).map(({ id }) => id);
  const rest = pending.length > shown.length ? [`${pending.length - shown.length} more`] : [];
  return shown.length === 0 ? [] : row(frame, ["  -    "], [styled("dim", [...shown, ...rest].join(", "))]);
}

/** The first lines that there is room for, and how many there were more. */
function clipped(lines: readonly string[], room: number): readonly string[] {
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), `       ${lines.length - room + 1} more lines`];
}
