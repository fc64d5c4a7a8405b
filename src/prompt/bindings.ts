import { printable } from "../model/printable.ts";
import { helpers } from "./context.ts";
import { helpText, ownWords } from "./help.ts";
import type { Console, Word } from "./host.ts";

/** What one can type, by its name. */
export type Bindings = Readonly<Record<string, unknown>>;

/** All that help and completion know: the console's words and the prompt's own. */
export function wordsOf(host: Console): readonly Word[] {
  return [...host.words, ...ownWords];
}

/**
 * The console's words, help, json and the helpers.
 * @param write where `console.log` writes
 * @param fail told of what a timer's callback threw
 */
export function bindingsOf(host: Console, write: (text: string) => void, fail: (error: unknown) => void): Bindings {
  const words = wordsOf(host);
  const print = (values: readonly unknown[]) => write(`${values.map((value) => lineOf(value, host)).join(" ")}\n`);
  return {
    ...helpers({ print, fail }),
    help: (name?: unknown) => helpText(words, name === undefined ? undefined : String(name)),
    json: (value: unknown) => jsonText(host.toJson(value), 2),
    ...host.bindings,
  };
}

function lineOf(value: unknown, host: Console): string {
  return typeof value === "string" ? printable(value, { keepsLines: true }) : host.show(value);
}

/** A value for people; a word that was not called is explained. */
export function textOf(value: unknown, bindings: Bindings, host: Console): string {
  const words = wordsOf(host);
  const bound = Object.entries(bindings).find(([, each]) => each === value || isVerbOf(each, value))?.[0];
  return words.some(({ name }) => name === bound) ? helpText(words, bound) : host.show(value);
}

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
