import type { Parameter } from "../model/parameter.ts";
import { topicsOf } from "./help.ts";
import type { Call, Word } from "./host.ts";

/** What one can go on with, and the beginning of it that is typed already. */
export type Completion = [matches: string[], typed: string];

type Candidates = (type: Parameter["type"]) => readonly string[];

/** More than this many are not listed; a letter more narrows them down. */
const listedAtMost = 100;

const inText = /([\w$]+)(?:\.([\w$]+))?\s*!?\s*\(((?:"[^"]*"|'[^']*'|[^"'()])*)(["'])([^"']*)$/;
const inVerb = /([\w$]+)\.([\w$]*)$/;
const inWord = /(?<![\w$.])([\w$]+)$|^$/;

/**
 * Completes the end of a line: words, verbs after a dot, and in quotes what the parameter is about: stacks, hosts,
 * runs; when only one fits, the quotes are closed. Takes milliseconds with ten thousand hosts.
 * @param candidates gives sorted texts
 * @param declared names that were given at the prompt
 */
export function complete(
  line: string,
  words: readonly Word[],
  candidates: Candidates,
  declared: readonly string[] = [],
): Completion {
  const text = inText.exec(line);
  if (text) return completeText(text, words, candidates);
  const verb = inVerb.exec(line);
  if (verb) return completeVerb(verb, words);
  const word = inWord.exec(line);
  if (!word || isInQuotes(line)) return [[], line];
  const typed = word[1] ?? "";
  return [startingWith(typed, [...words.map(({ name }) => name), ...declared].sort()), typed];
}

function completeText(match: RegExpExecArray, words: readonly Word[], candidates: Candidates): Completion {
  const [, word, verb, before = "", quote, typed = ""] = match;
  const call = callOf(words, word, verb);
  const type = call && parameterAt(call, commasIn(before))?.type;
  const known = type === "word" ? [...topicsOf(words)].sort() : type && candidates(type);
  const found = known ? startingWith(typed, known) : [];
  return [found.length === 1 ? found.map((only) => only + quote) : found, typed];
}

function completeVerb([, name, typed = ""]: RegExpExecArray, words: readonly Word[]): Completion {
  const verbs = words.find((word) => word.name === name)?.verbs ?? [];
  return [startingWith(typed, verbs.map((verb) => verb.name).sort()), typed];
}

function callOf(words: readonly Word[], name: string | undefined, verb: string | undefined): Call | undefined {
  const word = words.find((each) => each.name === name);
  return verb === undefined ? word?.call : word?.verbs.find((each) => each.name === verb);
}

function parameterAt({ parameters }: Call, index: number): Parameter | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.isRest ? last : undefined);
}

/** How many arguments stand before the one that is being typed. */
function commasIn(before: string): number {
  return before.replaceAll(/"[^"]*"|'[^']*'/g, "").split(",").length - 1;
}

function isInQuotes(line: string): boolean {
  return (line.split('"').length - 1) % 2 === 1;
}

/**
 * The texts that start so. Of very many only the first ones and the last: what all have in common is what the first
 * and the last have in common.
 */
function startingWith(typed: string, sorted: readonly string[]): string[] {
  const from = firstFrom(typed, sorted);
  const to = firstFrom(`${typed}\uffff`, sorted);
  if (to - from <= listedAtMost) return sorted.slice(from, to);
  return [...sorted.slice(from, from + listedAtMost - 1), ...sorted.slice(to - 1, to)];
}

/** The index of the first text that is not before the given one. */
function firstFrom(text: string, sorted: readonly string[]): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? "") < text) from = middle + 1;
    else to = middle;
  }
  return from;
}
