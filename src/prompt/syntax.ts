import { isNativeError } from "node:util/types";
import { OpsError } from "../model/error.ts";

/**
 * Whether a syntax error of the type stripping only says that the text is not yet at its end.
 *
 * Its stack begins with the line and, where the error spans text, marks below it. An error at the end of the text
 * spans nothing; only a template, and a string continued by `\`, is marked from where it began.
 */
export function isAtEnd(error: unknown, text: string): boolean {
  if (!isSyntaxError(error)) return false;
  if (!/^ *\^+$/m.test(hintsOf(error))) return true;
  return /^Unterminated (template$|string.*\\$)/.test(`${error.message}${text.trimEnd().endsWith("\\") ? "\\" : ""}`);
}

/** What is wrong with the text, and where. */
export function syntaxError(error: Error): OpsError {
  const isImport = error.message.includes("import statement");
  return new OpsError({
    code: "syntax",
    reason: "usage",
    what: "this cannot be read",
    why: [error.message, ...markedLines(error)].join("\n").trimEnd(),
    next: isImport ? 'const recipe = await import("./recipes/…")' : "correct it and type it again",
    cause: error,
  });
}

/** The text up to the marks, if there are any. */
function markedLines(error: Error): readonly string[] {
  const lines = hintsOf(error).split("\n").slice(1);
  const marks = lines.findLastIndex((line) => /^ *\^+$/.test(line));
  return marks < 0 ? lines : lines.slice(0, marks + 1);
}

/** An error in the text itself, found before any of it ran: of the type stripping or of the compiler, of any realm. */
export function isSyntaxError(error: unknown): error is Error {
  return isNativeError(error) && error.name === "SyntaxError" && hintsOf(error) !== "";
}

/** `<file>:<line>` and the marked line, which are written above the stack of an error in a text. */
function hintsOf(error: Error): string {
  return /^[^\n]*:\d+\n[\s\S]*?(?=^SyntaxError)/m.exec(error.stack ?? "")?.[0] ?? "";
}
