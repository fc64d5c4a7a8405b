import { printable } from "../model/printable.ts";
import { helpers } from "./context.ts";
import { helpText, ownWords } from "./help.ts";
import type { Console, Word } from "./host.ts";
import { importFile, importWord } from "./imports.ts";
import { textOf } from "./outside.ts";
import type { Realm, Typed } from "./realm.ts";
import { refusePromises } from "./verb.ts";

/** What one can type, by its name. */
export type Bindings = Readonly<Record<string, unknown>>;

/** All that help and completion know: the console's words and the prompt's own. */
export function wordsOf(host: Console): readonly Word[] {
  return [...host.words, ...ownWords];
}

/**
 * Gives the console's words, help, json and the helpers to the prompt's realm.
 * @param write where `console.log` writes
 * @param fail told of what a timer's callback threw
 * @returns them as they are in there
 */
export function bind(
  host: Console,
  realm: Realm,
  write: (text: string) => void,
  fail: (error: unknown) => void,
): Bindings {
  const words = wordsOf(host);
  const print = (values: readonly unknown[]) => write(`${values.map((value) => lineOf(value, host)).join(" ")}\n`);
  const given = {
    ...helpers(realm, { print, fail }),
    help: (name?: unknown) => helpText(words, name === undefined ? undefined : textOf(name)),
    json: (value: unknown) => {
      refusePromises("json", [value]);
      return jsonText(host.toJson(value), 2);
    },
    [importWord]: importFile,
    ...host.bindings,
  };
  const bindings = Object.entries(given).map(([name, value]) => [name, realm.enter(value)] as const);
  for (const [name, value] of bindings) realm.own(name, value);
  return Object.fromEntries(bindings);
}

function lineOf(value: unknown, host: Console): string {
  return typeof value === "string" ? printable(value, { keepsLines: true }) : host.show(value);
}

/** A value of the prompt's for people; a word that was not called is explained. */
export function valueText({ value }: Typed, bindings: Bindings, host: Console, realm: Realm): string {
  const words = wordsOf(host);
  const bound = Object.entries(bindings).find(([, each]) => each === value || isVerbOf(each, value))?.[0];
  if (bound === "help") return helpText(words);
  return words.some(({ name }) => name === bound) ? helpText(words, bound) : host.show(realm.copied(value));
}

/** The word is one that we made inside, and frozen: there is nothing in it but verbs. */
function isVerbOf(word: unknown, value: unknown): boolean {
  return (
    typeof word === "object" && word !== null && typeof value === "function" && Object.values(word).includes(value)
  );
}

/** A JSON document; `null` for what JSON has no word for. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, (_name, each) => (typeof each === "bigint" ? String(each) : each), indent);
  return text ?? "null";
}
