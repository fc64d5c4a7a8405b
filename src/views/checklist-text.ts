import type { CheckRow } from "../model/status.ts";
import { padded, row, type Screen, type Style, styled, widthOf } from "./layout.ts";

const marks: Readonly<Record<CheckRow["result"], { word: string; style: Style }>> = {
  pass: { word: "pass   ", style: "green" },
  fail: { word: "FAIL   ", style: "red" },
  unknown: { word: "unknown", style: "yellow" },
};

/** A checklist: a row a check with its evidence, and what to do next below those that did not pass. */
export function checklistText(rows: readonly CheckRow[], screen: Screen): string {
  const width = Math.max(...rows.map(({ what }) => widthOf(what)));
  const passed = rows.filter(({ result }) => result === "pass").length;
  return [...rows.flatMap((each) => checkLines(each, width, screen)), `${passed} of ${rows.length} pass`].join("\n");
}

/** With fewer columns the evidence stands below its check. */
const roomyColumns = 60;

/** One check: what came of it, its evidence, and what to do next. */
export function checkLines({ what, result, evidence, next }: CheckRow, width: number, screen: Screen): string[] {
  const { word, style } = marks[result];
  const head = [styled(style, word), "  "];
  const lines =
    screen.columns >= roomyColumns
      ? row(screen, [...head, padded(what, width), "  "], [evidence])
      : [...row(screen, head, [what]), ...(evidence === "" ? [] : row(screen, ["           "], [evidence]))];
  return next === "" ? lines : [...lines, ...row(screen, ["           next  "], [next])];
}
