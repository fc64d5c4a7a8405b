import { printable } from "../../model/printable.ts";
import type { EditedFile } from "./edited.ts";
import { shown } from "./names.ts";

const contextLines = 3;
const lineCharacters = 300;

/** The change as `diff -u` shows it, printable. An edit writes within lines: there are as many after it as before. */
export function unifiedDiff(files: readonly EditedFile[]): string {
  return files.flatMap(diffOf).join("\n");
}

function diffOf({ path, before, text }: EditedFile): readonly string[] {
  const [old, now] = [before.split("\n"), text.split("\n")];
  const changed = old.flatMap((line, index) => (line === now[index] ? [] : [index]));
  const name = printable(shown(path));
  return [`--- a/${name}`, `+++ b/${name}`, ...hunksOf(changed).flatMap((hunk) => linesOf(hunk, old, now))];
}

/** Indices of changed lines that are shown together. */
function hunksOf(changed: readonly number[]): readonly (readonly number[])[] {
  const hunks: number[][] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    const end = last?.at(-1);
    if (last && end !== undefined && index - end <= 2 * contextLines) last.push(index);
    else hunks.push([index]);
  }
  return hunks;
}

function linesOf(hunk: readonly number[], old: readonly string[], now: readonly string[]): readonly string[] {
  const lines = old.at(-1) === "" ? old.length - 1 : old.length;
  const from = Math.max(0, (hunk[0] ?? 0) - contextLines);
  const to = Math.min(lines, (hunk.at(-1) ?? 0) + contextLines + 1);
  const range = `${from + 1},${to - from}`;
  const shownLines = old.slice(from, to).flatMap((line, offset) => {
    const index = from + offset;
    return hunk.includes(index) ? [drawn("-", line), drawn("+", now[index] ?? "")] : [drawn(" ", line)];
  });
  return [`@@ -${range} +${range} @@`, ...shownLines];
}

function drawn(mark: string, line: string): string {
  const text = printable(shown(line)).trimEnd();
  return mark + (text.length > lineCharacters ? `${text.slice(0, lineCharacters)}…` : text);
}
