import { type Lane, lanesOf } from "./campaign-lanes.ts";
import { type LaneMark, type LaneWords, laneStyle } from "./campaign-map.ts";
import { isForPeople } from "./campaign-words.ts";
import type { Frame } from "./change-frame.ts";
import { padded, row, styled, widthOf } from "./layout.ts";
import type { RunState, WaitingEvent } from "./run-state.ts";

/** The lanes of a run that goes on: where each that was begun stands; those that are done and those to come in a line. */
export function lanesFrame(state: RunState, frame: Frame): string[] {
  const { procedure } = state.plan ?? {};
  const lanes = (procedure ? lanesOf(procedure) : []).map((lane) => ({ lane, ...standingOf(lane, state) }));
  const named = (mark: LaneMark) => lanes.filter((each) => each.mark === mark).map(({ lane }) => lane.name);
  const begun = lanes.filter(({ mark }) => mark !== "ok" && mark !== "-");
  const width = Math.max(0, ...begun.map(({ lane }) => widthOf(lane.name)));
  return [
    ...begun.flatMap(({ lane, mark, words }) => {
      const name = frame.columns < 60 ? lane.name : padded(lane.name, width);
      return row(frame, ["  ", styled(laneStyle[mark], mark.padEnd(2)), "   ", styled("bold", name), "  "], words);
    }),
    ...together("ok", "done: ", named("ok"), frame),
    ...together("-", "to come: ", named("-"), frame),
  ];
}

function together(mark: LaneMark, word: string, names: readonly string[], frame: Frame): string[] {
  if (names.length === 0) return [];
  const style = laneStyle[mark];
  return row(frame, ["  ", styled(style, mark.padEnd(2)), "   "], [styled("dim", `${word}${names.join(", ")}`)]);
}

/** What will not open by waiting is told at once, though it is asked about once nothing else is left to do. */
function shut({ change, what, state: { detail, isFinal } }: WaitingEvent, steps: Lane["steps"]): LaneWords {
  const gate = steps.find(({ id }) => id === change);
  const mark = gate && isForPeople(gate) ? "||" : "..";
  return { mark: isFinal ? "!!" : mark, words: [detail.replaceAll("\n", "; ") || what] };
}

function standingOf({ steps }: Lane, { settled, gates, step: open }: RunState): LaneWords {
  const left = steps.filter(({ id }) => !settled.includes(id));
  const [next] = left;
  if (!next) return { mark: "ok", words: [] };
  const current = left.find(({ id }) => id === open?.id);
  if (current) return { mark: "..", words: [current.title] };
  const gate = left.map(({ id }) => gates[id]).find((event) => event !== undefined);
  if (gate) return shut(gate, steps);
  if (left.length === steps.length) return { mark: "-", words: [] };
  return { mark: "", words: [styled("dim", `next: ${next.title}`)] };
}
