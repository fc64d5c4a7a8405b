import { maskedText } from "../model/mask.ts";
import type { Checklist, ChecklistCell, ChecklistRow } from "../model/procedure.ts";
import { causeLines } from "./checklist-causes.ts";
import { checkLines } from "./checklist-text.ts";
import { columnsOf, padded, row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import { resultWords } from "./seen.ts";
import { tally, timeOfDay } from "./words.ts";

/** With fewer columns a grid is no grid any more. */
const gridColumns = 60;

/**
 * A checklist of several hosts: a row a check, a column a host, and below it the evidence of what did not pass, the
 * worst first. Narrow screens get one host after another, a single host a plain list.
 */
export function gridText(checklist: Checklist, screen: Screen): string {
  const head = `  ${checklist.world}, observed ${timeOfDay(checklist.observedAt)}`;
  return [
    ...row(screen, [styled("bold", checklist.title)], [head]),
    ...bodyLines(checklist, screen),
    ...row(screen, [countsOfCells(checklist)]),
  ].join("\n");
}

function bodyLines(checklist: Checklist, screen: Screen): string[] {
  const { subjects, rows } = checklist;
  if (subjects.length < 2) return listLines(rows, undefined, screen);
  const compared = comparedOf(checklist);
  const isRoomy = screen.columns >= gridColumns && widthOfGrid(compared) <= columnsOf(screen);
  const alone = rows.filter((each) => !compared.rows.includes(each));
  if (!isRoomy)
    return subjects.flatMap((subject) => hostLines(subject, [...compared.rows.map(brief), ...alone], screen));
  return [
    ...gridLines(compared, screen),
    ...subjects.flatMap((subject) => hostLines(subject, alone, screen)),
    ...causeLines(compared.rows, screen),
  ];
}

/** What passed needs no evidence beside what did not. */
function brief({ what, cells }: ChecklistRow): ChecklistRow {
  return { what, cells: cells.map((cell) => (cell.result === "pass" ? { ...cell, evidence: "" } : cell)) };
}

/** What several have: a check of one alone (of the cluster as a whole) is no row of a grid, and neither is its column. */
function comparedOf({ rows, subjects, ...rest }: Checklist): Checklist {
  const compared = rows.filter(({ cells }) => cells.length > 1);
  const columns = subjects.filter((subject) => compared.some(({ cells }) => cellOf(subject, cells)));
  return { ...rest, rows: compared, subjects: columns };
}

function hostLines(subject: string, rows: readonly ChecklistRow[], screen: Screen): string[] {
  const lines = listLines(
    rows.filter(({ cells }) => cellOf(subject, cells)),
    subject,
    screen,
  );
  return lines.length === 0 ? [] : [...row(screen, [styled("bold", subject)]), ...lines];
}

function listLines(rows: readonly ChecklistRow[], subject: string | undefined, screen: Screen): string[] {
  const width = Math.max(0, ...rows.map(({ what }) => widthOf(what)));
  const shown = rows.flatMap(({ what, cells }) => {
    const own = subject === undefined ? cells : [cellOf(subject, cells)];
    return own.flatMap((cell) => (cell ? [{ ...cell, evidence: maskedText(cell.evidence), what }] : []));
  });
  return shown.flatMap((each, index) =>
    checkLines(isSaidBelow(each, shown[index + 1]) ? { ...each, next: "" } : each, width, screen),
  );
}

/** What helps several checks in a row stands once, below the last of them. */
function isSaidBelow({ next }: ChecklistCell, below: ChecklistCell | undefined): boolean {
  return below?.next === next;
}

/** Of this host, or of all hosts together. */
function cellOf(subject: string, cells: readonly ChecklistCell[]): ChecklistCell | undefined {
  return cells.find((cell) => cell.subject === subject) ?? cells.find((cell) => cell.subject === "");
}

function whatWidth({ rows }: Checklist): number {
  return Math.max(0, ...rows.map(({ what }) => widthOf(what)));
}

function cellWidth(subject: string): number {
  return Math.max(widthOf(subject), widthOf(resultWords.unknown.word)) + 2;
}

function widthOfGrid(checklist: Checklist): number {
  return checklist.subjects.reduce((sum, subject) => sum + cellWidth(subject), whatWidth(checklist) + 4);
}

function gridLines(checklist: Checklist, screen: Screen): string[] {
  const { subjects, rows } = checklist;
  const width = whatWidth(checklist);
  const heads = subjects.map((subject) => styled("bold", padded(subject, cellWidth(subject))));
  return [
    ...row(screen, [" ".repeat(width + 4), ...heads]),
    ...rows.flatMap(({ what, cells }) => row(screen, ["  ", padded(what, width + 2), ...cellSpans(subjects, cells)])),
  ];
}

function cellSpans(subjects: readonly string[], cells: readonly ChecklistCell[]): Span[] {
  return subjects.map((subject) => {
    const cell = cellOf(subject, cells);
    if (!cell) return padded("-", cellWidth(subject));
    const { word, style } = resultWords[cell.result];
    return styled(style, padded(word, cellWidth(subject)));
  });
}

/** `36 of 39 pass, 2 FAIL, 1 unknown` */
function countsOfCells({ rows }: Checklist): string {
  const cells = rows.flatMap((each) => each.cells);
  const counts = tally(cells.map(({ result }) => result));
  const bad = (["fail", "unknown"] as const).flatMap((result) => {
    const count = counts.get(result);
    return count ? [`${count} ${resultWords[result].word}`] : [];
  });
  return [`${counts.get("pass") ?? 0} of ${cells.length} pass`, ...bad].join(", ");
}
