import type { Lane } from "./campaign-lanes.ts";
import { columnsOf, padded, row, type Screen, type Span, type Style, styled, widthOf } from "./layout.ts";

/** How a lane stands. `gate`: it waits for people. */
export type LaneMark = "ok" | ".." | "!!" | "||" | "-" | "";

export const laneStyle: Readonly<Record<LaneMark, Style>> = {
  ok: "green",
  "..": "cyan",
  "!!": "red",
  "||": "yellow",
  "-": "dim",
  "": "dim",
};

/** What the map says of a lane. */
export interface LaneWords {
  readonly mark: LaneMark;
  readonly words: readonly Span[];
}

/** With fewer columns what is said of a lane stands below its name. */
const roomyColumns = 72;

/** The lanes below each other along a rail: each comes after what stands above the rail's last empty piece. */
export function campaignMap(lanes: readonly Lane[], screen: Screen, wordsOf: (lane: Lane) => LaneWords): string[] {
  const levels = [...Map.groupBy(lanes, ({ level }) => level).values()];
  const width = Math.max(...lanes.map(({ name }) => widthOf(name)));
  return levels.flatMap((level, at) => {
    const isLastLevel = at === levels.length - 1;
    const link = at === 0 ? [] : row(screen, [styled("dim", "  │")]);
    const lines = level.flatMap((lane, index) => {
      const joint = jointOf(index, level.length, at === 0, isLastLevel);
      const rail = isLastLevel && index === level.length - 1 ? " " : "│";
      return laneLines({ joint, rail }, lane, width, screen, wordsOf(lane));
    });
    return [...link, ...lines];
  });
}

interface Rail {
  readonly joint: string;
  /** Below the joint. */
  readonly rail: string;
}

function jointOf(index: number, count: number, isFirstLevel: boolean, isLastLevel: boolean): string {
  if (count === 1) return "●";
  if (index === 0 && isFirstLevel) return "┌";
  return index === count - 1 && isLastLevel ? "└" : "├";
}

function laneLines({ joint, rail }: Rail, lane: Lane, width: number, screen: Screen, { mark, words }: LaneWords) {
  const isRoomy = columnsOf(screen) >= roomyColumns;
  const head: Span[] = [styled("dim", `  ${joint} `), styled(laneStyle[mark], mark.padEnd(2)), " "];
  const name = styled("bold", isRoomy ? padded(lane.name, width) : lane.name);
  const lines =
    isRoomy || words.length === 0
      ? row(screen, [...head, name, "  "], words)
      : [...row(screen, [...head, name]), ...row(screen, ["       "], words)];
  return railed(lines, rail, screen);
}

/** What hangs below a name has the rail beside it. */
function railed(lines: readonly string[], rail: string, screen: Screen): readonly string[] {
  const [piece = ""] = row(screen, [styled("dim", `  ${rail}`)]);
  return lines.map((line, index) =>
    index > 0 && piece !== "" && line.startsWith("   ") ? piece + line.slice(3) : line,
  );
}
