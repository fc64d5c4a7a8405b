import { lanesFrame } from "./campaign-frame.ts";
import { isCampaign } from "./campaign-lanes.ts";
import type { Frame } from "./change-frame.ts";
import { openLines, waitLines } from "./change-frame.ts";
import { row, type Screen, styled } from "./layout.ts";
import type { FinishedLine, RunState } from "./run-state.ts";
import { stepsBehind } from "./run-steps.ts";
import { comingLines, stepFrame } from "./step-frame.ts";
import { duration, placeOf, scopeOf } from "./words.ts";

export type { Frame } from "./change-frame.ts";

/** The part of a run that still moves, within the rows of the terminal. */
export function runFrame(state: RunState, frame: Frame): string {
  if (state.isOver || !state.plan) return "";
  const head = headLines(state, frame);
  const foot = row(frame, [styled("dim", footText(frame))]);
  const room = Math.max(1, frame.rows - head.length - foot.length - 1);
  return [...head, ...clipped(bodyLines(state, frame), room), ...foot].join("\n");
}

/** A line that scrolls away. */
export function finishedText({ mark, text, detail = "" }: FinishedLine, screen: Screen): string {
  const lines = detail.split("\n");
  const beside = lines.length === 1 && detail !== "" ? ["   ", styled("dim", detail)] : [];
  return [
    ...row(screen, ["  ", styled(markStyle[mark], mark.padEnd(2)), "   "], [text, ...beside]),
    ...(lines.length > 1 ? lines.flatMap((line) => row(screen, ["       | "], [styled("dim", line)])) : []),
  ].join("\n");
}

const markStyle = { ok: "green", "!!": "red", "-": "dim" } as const;

function headLines(state: RunState, frame: Frame): string[] {
  if (!state.plan) return [];
  const { title, world, changes, procedure } = state.plan;
  const far = procedure
    ? `${stepsBehind(state).length} of ${procedure.steps.length}`
    : `${state.ended.length} of ${changes.length}`;
  const parts = [title, procedure ? placeOf(state.plan) : world, `leased: ${scopeOf(state.plan)}`, far];
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
  if (state.plan?.procedure)
    return [
      ...stepFrame(state, frame),
      ...throttleLines(state, frame),
      ...(isCampaign(state.plan.procedure) ? lanesFrame(state, frame) : comingLines(state, frame)),
    ];
  return [
    ...state.open.flatMap((change) => openLines(change, state, frame)),
    ...(state.waiting ? waitLines(state.waiting.what, state.waiting.state, frame) : []),
    ...throttleLines(state, frame),
    ...pendingLines(state, frame),
  ];
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
