import { type Span, styled } from "./layout.ts";

/** A line of a unified diff as it is shown: where, or what goes and what comes. */
export interface DiffLine {
  readonly mark: "-" | "+" | "";
  readonly text: string;
}

/** What goes and what comes, with the file and the line it begins at: `mesos-base/Dockerfile:3`. */
export function diffLines(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let file = "";
  let at = 0;
  let isNewPlace = false;
  for (const line of diff.split("\n")) {
    const hunk = /^@@ -(\d+)/.exec(line);
    const named = /^(?:---|\+\+\+) (?:[ab]\/)?(.*)$/.exec(line)?.[1];
    // Of a file that goes or comes, one of the two is the empty one.
    if (named !== undefined && named !== "/dev/null") file = named;
    else if (hunk) [at, isNewPlace] = [Number(hunk[1]), true];
    else if (isChange(line)) {
      if (isNewPlace) lines.push({ mark: "", text: `${file}:${at}` });
      isNewPlace = false;
      lines.push({ mark: line.startsWith("+") ? "+" : "-", text: line.slice(1).trim() });
    } else isNewPlace = isNewPlace || at > 0;
    if (!hunk && /^[ -]/.test(line) && !line.startsWith("---")) at += 1;
  }
  return lines;
}

function isChange(line: string): boolean {
  return /^[+-]/.test(line) && !/^(?:---|\+\+\+) /.test(line);
}

/** `- MESOS_VERSION = "1.9.0"`, red; what comes green: the sign says it too. */
export function diffSpan({ mark, text }: DiffLine): Span {
  if (mark === "") return styled("dim", text);
  return styled(mark === "+" ? "green" : "red", `${mark} ${text}`);
}
