import { stripTypeScriptTypes } from "node:module";
import { OpsError } from "../model/error.ts";
import { explainedOverrun, mustNotBeTooDeep } from "./nesting.ts";
import { isAtEnd } from "./syntax.ts";

/** A bang call in a text: where its `!` is. */
export interface BangCall {
  /** Offset of the `!` in the text. */
  readonly at: number;
  /** Line, from 1. */
  readonly line: number;
}

/**
 * JavaScript in which `f!(…)` is `f.now(…)`.
 *
 * `!` before a call is TypeScript's non-null assertion: stripping the types erases it and keeps all positions.
 * @throws OpsError `bang` for `f!?.(…)` and for a comment between `!` and `(`; what the stripping throws for a syntax error
 */
export function withBangs(text: string): string {
  const stripped = strip(text);
  const bangs = bangsIn(text, stripped);
  const pieces = bangs.map((at, index) => stripped.slice((bangs[index - 1] ?? -1) + 1, at));
  return [...pieces, stripped.slice((bangs.at(-1) ?? -1) + 1)].join(".now");
}

/**
 * The error of a string that its line does not close: no further line can, though within brackets the type stripping
 * only says that the text is not yet at its end. With the bracket closed it says what is wrong.
 */
export function unclosedString(text: string): unknown {
  if (text.trimEnd().endsWith("\\")) return undefined;
  const failures = [")", "]", "}"].map((bracket) => failureOf(`${text.trimEnd()}\n${bracket}`));
  return failures.find((error) => error instanceof Error && error.message.startsWith("Unterminated string"));
}

/** The bang calls of a file. In a file nothing turns them into `.now`: they would silently mean "plan only". */
export function bangCallsIn(text: string): readonly BangCall[] {
  if (!mayHaveBang.test(text)) return [];
  return candidatesIn(text, strip(text))
    .filter(({ at }) => isCallee(text, at))
    .map(({ at }) => ({ at, line: text.slice(0, at).split("\n").length }));
}

/** Cheap and never wrong about a text without bangs: a postfix `!` that is not the `!=` operator. */
const mayHaveBang = /[^\s(,;=!&|?:{[+*%^~<-]\s*!(?!=)/;

function strip(text: string): string {
  try {
    return stripQuietly(text);
  } catch (error) {
    if (!/^\s*\{/.test(text) || /;\s*$/.test(text)) throw error;
    return stripLiteral(text, error);
  }
}

/** Node warns once that this function is experimental: an operator has no use for that. Other warnings stay. */
function stripQuietly(text: string): string {
  mustNotBeTooDeep(text);
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    throw explainedOverrun(error);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** `{ a: 1, b: 2 }` is no statement: it is read in brackets, as the REPL reads it. */
function stripLiteral(text: string, error: unknown): string {
  if (failureOf(`(${text})`) === undefined) return stripQuietly(`(${text})`).slice(1, -1);
  const unclosed = failureOf(`(${text}`);
  throw isAtEnd(unclosed, text) ? unclosed : error;
}

function failureOf(text: string): unknown {
  try {
    stripQuietly(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

function bangsIn(text: string, stripped: string): readonly number[] {
  return candidatesIn(text, stripped)
    .filter(({ at }) => isCallee(text, at))
    .map(({ at, after }) => {
      if (after !== "(") throw unclear(text, at, after);
      return at;
    });
}

interface Candidate {
  readonly at: number;
  /** What stands between the `!` and the call, and the call's bracket. */
  readonly after: string;
}

/** A call after a `!`: brackets, perhaps optional, perhaps with comments before. */
const callAfter =
  /^\s*((?:\/\*[\s\S]*?\*\/\s*|\/\/[^\n]*\n\s*)*(?:\?\.\s*)?(?:\/\*[\s\S]*?\*\/\s*|\/\/[^\n]*\n\s*)*\()/;

/** The erased `!` that a call follows. Of several in a row (`f!!()`) the first one. */
function candidatesIn(text: string, stripped: string): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let at = text.indexOf("!"); at !== -1; at = text.indexOf("!", at + 1)) {
    const after = stripped[at] === " " && !isRepeated(text, stripped, at) ? callAfter.exec(stripped.slice(at)) : null;
    if (after?.[1]) found.push({ at, after: after[1] });
  }
  return found;
}

function isRepeated(text: string, stripped: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd().length - 1;
  return text[before] === "!" && stripped[before] === " ";
}

/** Whether a word in the `!`'s place survives the stripping as a property: not so within a type (`f<"!">()`). */
function isCallee(text: string, at: number): boolean {
  try {
    return strip(`${text.slice(0, at)}.now${text.slice(at + 1)}`).startsWith(".now", at);
  } catch {
    return false;
  }
}

function unclear(text: string, at: number, after: string): OpsError {
  const isOptional = after.includes("?.");
  return new OpsError({
    code: "bang",
    reason: "usage",
    what: `the bang on line ${text.slice(0, at).split("\n").length} is not clear`,
    why: isOptional ? "`!?.(` both insists and doubts that there is a verb" : "a comment stands between `!` and `(`",
    next: "write the bang right before the bracket: create!(…)",
  });
}
