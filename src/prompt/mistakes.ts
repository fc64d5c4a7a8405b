import { isNativeError } from "node:util/types";
import { closest } from "../model/closest.ts";
import { OpsError } from "../model/error.ts";
import type { Word } from "./host.ts";
import { textOf } from "./outside.ts";
import { isSyntaxError, syntaxError } from "./syntax.ts";

/**
 * Whatever was thrown, as an error that says what to type next.
 * @param text what was typed
 */
export function explained(error: unknown, words: readonly Word[], text: string): OpsError {
  if (error instanceof OpsError) return error;
  if (isSyntaxError(error)) return syntaxError(error);
  if (!isNativeError(error)) return thrown(`${textOf(error)} was thrown`, error);
  return misspelt(error, words, text) ?? (isOfThePrompt(error) ? thrown(lineOf(error), error) : defect(error));
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

/** A misspelt word or verb: V8 says which one in its message only, and so this is told by nothing else. */
function misspelt(error: Error, words: readonly Word[], text: string): OpsError | undefined {
  const name = /^([\w$]+) is not defined$/.exec(error.message)?.[1];
  if (name)
    return unknown(
      error,
      name,
      words.map((word) => word.name),
    );
  const isMissing = /is not a function$|reading 'now'/.test(error.message);
  for (const [, name, verb] of isMissing ? text.matchAll(/([\w$]+)\.([\w$]+)/g) : []) {
    const word = words.find((each) => each.name === name);
    const verbs = word?.verbs.map((each) => each.name) ?? [];
    if (word && verb && !verbs.includes(verb)) return unknown(error, verb, verbs, `${word.name}.`);
  }
  return undefined;
}

function unknown(error: Error, name: string, known: readonly string[], prefix = ""): OpsError {
  const near = closest(name, known).map((other) => prefix + other);
  return new OpsError({
    code: "unknown-name",
    reason: "usage",
    what: `there is no ${prefix}${name}`,
    why: near.length > 0 ? `the nearest: ${near.join(", ")}` : "nothing known here is called so",
    next: near[0] ?? "help",
    cause: error,
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
  return new OpsError({ code: "thrown", reason: "usage", what, why: "what was typed threw it", next: "help", cause });
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
