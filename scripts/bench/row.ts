/** One line of the table: what was measured, beside what it is compared with, and what is promised. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly comparedWith: string;
  /** `undefined`: nothing to compare with. */
  readonly ratio: number | undefined;
  readonly promised: string;
  readonly isKept: boolean;
}

/** All rows as one table. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [["", "measured", "compared with", "ratio", "promised", ""], ...rows.map(cellsOf)];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const text = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return lines.map((cells) => text(cells).trimEnd()).join("\n");
}

function cellsOf({ what, measured, comparedWith, ratio, promised, isKept }: Row): readonly string[] {
  return [what, measured, comparedWith, ratio?.toFixed(2) ?? "", promised, isKept ? "kept" : "NOT KEPT"];
}

/** The value that so many percent of all are not above; 50 is the median. */
export function percentile(percent: number, values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
