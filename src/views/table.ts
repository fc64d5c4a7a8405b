import { columnsOf, padded, row, type Screen, styled, widthOf } from "./layout.ts";

/** A row of a table: what it is called, and its text. */
export type Row = Readonly<Record<string, string>>;

/** Rows under their heads; where the screen is too narrow for that, each row as lines of its own. */
export function table(rows: readonly Row[], screen: Screen): string {
  const heads = [...new Set(rows.flatMap((each) => Object.keys(each)))];
  const widths = heads.map((head) => Math.max(widthOf(head), ...rows.map((each) => widthOf(each[head] ?? ""))));
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  return total <= columnsOf(screen) ? grid(heads, widths, rows, screen) : list(heads, rows, screen);
}

function grid(heads: readonly string[], widths: readonly number[], rows: readonly Row[], screen: Screen): string {
  const cells = (texts: readonly string[]) => texts.map((text, index) => padded(text, widths[index] ?? 0)).join("  ");
  const lines = rows.flatMap((each) => row(screen, [cells(heads.map((head) => each[head] ?? ""))]));
  return [...row(screen, [styled("bold", cells(heads))]), ...lines].join("\n");
}

function list(heads: readonly string[], rows: readonly Row[], screen: Screen): string {
  const width = Math.max(...heads.map((head) => widthOf(head))) + 2;
  const lines = (each: Row) =>
    heads
      .filter((head) => each[head])
      .flatMap((head) => row(screen, [styled("bold", padded(head, width))], [each[head] ?? ""]));
  return rows.map((each) => lines(each).join("\n")).join("\n\n");
}
