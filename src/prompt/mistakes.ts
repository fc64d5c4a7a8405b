import { isNativeError } from "node:util/types";
import { OpsError } from "../model/error.ts";
import type { Word } from "./host.ts";
import { misused, withAwait } from "./misused.ts";
import { textOf } from "./outside.ts";
import { isSyntaxError, syntaxError } from "./syntax.ts";

/**
 * Whatever was thrown, as an error that says what to type next.
 * @param text what was typed
 */
export function explained(error: unknown, words: readonly Word[], text: string): OpsError {
  if (error instanceof OpsError) return withAwait(error, text);
  if (isOfOtherFiles(error)) return outdated(error);
  if (isSyntaxError(error)) return syntaxError(error);
  if (!isNativeError(error)) return thrown(`${textOf(error)} was thrown`, error);
  return misused(error, words, text) ?? (isOfThePrompt(error) ? thrown(lineOf(error), error) : defect(error));
}

/** What is loaded when it is first needed is of the checkout as it is by then: of another one, after `git pull`. */
function isOfOtherFiles(error: unknown): error is Error {
  return isNativeError(error) && /^The requested module '.*' does not provide an export named/.test(error.message);
}

function outdated(error: Error): OpsError {
  return new OpsError({
    code: "outdated",
    reason: "internal",
    what: "The console's files are not those that it was started with",
    why: `they were changed since, e.g. by git pull: ${error.message}`,
    next: "exit, and start the console anew; runs() shows what was begun",
    cause: error,
  });
}

/** Ctrl-C. */
export function interrupted(): OpsError {
  return new OpsError({
    code: "interrupted",
    reason: "interrupted",
    what: "interrupted",
    why: "Ctrl-C, or the terminal was closed",
    next: "runs()",
  });
}

/** What was typed threw it, or could not be compiled; not something of ours that it called. */
function isOfThePrompt(error: Error): boolean {
  const [first = ""] = framesOf(error);
  return first === "" || first.includes("prompt:") || first.includes("/prompt/evaluate.ts:");
}

/** Where it was thrown and who called that, without Node's own frames. */
function framesOf(error: Error): readonly string[] {
  const lines = (error.stack ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => line.startsWith("at ") && /:\d+/.test(line) && !line.includes("node:"));
}

function lineOf(error: Error): string {
  return `${error.name}: ${error.message}`;
}

function thrown(what: string, cause: unknown): OpsError {
  return new OpsError({ code: "thrown", reason: "usage", what, why: "what was typed threw it", next: "help()", cause });
}

function defect(error: Error): OpsError {
  return new OpsError({
    code: "defect",
    reason: "internal",
    what: lineOf(error),
    why: ["a defect of the console", ...framesOf(error).slice(0, 5)].join("\n"),
    next: "keep this text; runs() shows what was begun",
    cause: error,
  });
}
