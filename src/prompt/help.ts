import { closest } from "../model/closest.ts";
import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Call, Word } from "./host.ts";

/** What the prompt itself adds to a console's words. */
export const ownWords: readonly Word[] = [
  {
    name: "help",
    title: 'what there is, or one of it: help("MesosCluster")',
    doc: "Words that begin with a capital letter look when they are called; with a bang (create!) they act.",
    verbs: [],
    call: { parameters: [{ name: "word", type: "text", isOptional: true, title: "what to explain" }], hasBang: false },
  },
  {
    name: "json",
    title: 'a value raw: json(await MesosCluster.status("test"))',
    doc: "The same document that --json prints.",
    verbs: [],
    call: { parameters: [{ name: "value", type: "text", title: "what a look gave" }], hasBang: false },
  },
];

/**
 * Help for one word, or the list of all.
 * @throws OpsError `unknown-word` with the nearest names
 */
export function helpText(words: readonly Word[], name?: string): string {
  if (name === undefined) return overview(words);
  const word = words.find((each) => each.name === name);
  if (!word) throw unknownWord(name, words);
  return [`${word.name}: ${word.title}`, word.doc, ...callsOf(word)].filter((line) => line !== "").join("\n");
}

function overview(words: readonly Word[]): string {
  const width = Math.max(...words.map(({ name }) => name.length));
  const lines = words.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`);
  return [...lines, 'Without the bang one looks, with it one acts: create("test"), create!("test").'].join("\n");
}

function callsOf(word: Word): readonly string[] {
  const verbs = word.verbs.map((verb) => `  ${callText(`${word.name}.${verb.name}`, verb)}  ${verb.title}`);
  return [...(word.call ? [`  ${callText(word.name, word.call)}`] : []), ...verbs, ...parametersOf(word)];
}

function callText(name: string, { parameters, hasBang }: Call): string {
  const list = parameters.map(nameOf).join(", ");
  return hasBang ? `${name}(${list})  ${name}!(${list})` : `${name}(${list})`;
}

function nameOf({ name, isOptional, isRest }: Parameter): string {
  return `${isRest ? "..." : ""}${name}${isOptional ? "?" : ""}`;
}

/** Each parameter once, however many verbs take it. */
function parametersOf(word: Word): readonly string[] {
  const all = [word.call, ...word.verbs].flatMap((call) => call?.parameters ?? []);
  return [...new Map(all.map((parameter) => [parameter.name, `    ${parameter.name}: ${parameter.title}`])).values()];
}

function unknownWord(name: string, words: readonly Word[]): OpsError {
  const near = closest(
    name,
    words.map((word) => word.name),
  );
  return new OpsError({
    code: "unknown-word",
    reason: "usage",
    what: `there is no ${JSON.stringify(name)}`,
    why: near.length > 0 ? `the nearest: ${near.join(", ")}` : "help() lists what there is",
    next: near[0] === undefined ? "help()" : `help(${JSON.stringify(near[0])})`,
  });
}
