import { closest } from "../model/closest.ts";
import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import { banged, type Examples, examplesOf } from "./examples.ts";
import type { Call, Word, WordVerb } from "./host.ts";

/** What the prompt itself adds to a console's words; its examples are of these words. */
export function ownWords(words: readonly Word[]): readonly Word[] {
  return wordsLike(examplesOf(words));
}

const wordsLike = ({ topics, bang, look }: Examples): readonly Word[] => [
  {
    name: "help",
    title: ["what there is, or one of it", topics.map((topic) => `help("${topic}")`).join(", ")]
      .filter(Boolean)
      .join(": "),
    doc: `Words that begin with a capital letter look when they are called; with a bang${bang && ` (${bang})`} they act.`,
    verbs: [],
    call: { parameters: [{ name: "word", type: "word", isOptional: true, title: "what to explain" }], hasBang: false },
  },
  {
    name: "json",
    title: `a value raw: json(await ${look})`,
    doc: "The same document that --json prints.",
    verbs: [],
    call: { parameters: [{ name: "value", type: "text", title: "what a look gave" }], hasBang: false },
  },
  {
    name: "exit",
    title: "leaves the console",
    doc: "As Ctrl-D does, and Ctrl-C twice. A parked run waits in the journal.",
    verbs: [],
    call: { parameters: [], hasBang: false },
  },
];

/**
 * Help for one word, for one verb of a word or of all, or the list of all words.
 * @param name `MesosCluster`, `MesosCluster.create`, `create`, `resume!`
 * @param stacks those of the environment
 * @throws OpsError `unknown-word` with the nearest names
 */
export function helpText(words: readonly Word[], name: string | undefined, stacks: readonly string[]): string {
  if (name === undefined) return overview(words, stacks);
  const [bare = ""] = name.trim().split(/[!(]/);
  const word = words.find((each) => each.name === bare);
  if (word) return wordText(word);
  const found = words.flatMap((each) => verbsOf(each).filter(({ names }) => names.includes(bare)));
  if (found.length === 0) throw unknownWord(name, words);
  return [...found.map(({ line }) => line), ...parametersOf(found.map(({ verb }) => verb))].join("\n");
}

/** All that can be explained: words, and verbs with their words. */
export function topicsOf(words: readonly Word[]): readonly string[] {
  return words.flatMap((word) => [word.name, ...verbsOf(word).flatMap(({ names }) => names.slice(0, 1))]);
}

function overview(words: readonly Word[], stacks: readonly string[]): string {
  const rows = words.map(({ name, title, call }) => [call?.hasBang ? `${name}!` : name, title] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, title]) => `  ${name.padEnd(width)}  ${title}`),
    ...(stacks.length > 0 ? [`Stacks: ${stacks.join(", ")}.`] : []),
    ...bangLines(words),
    "Tab completes; the arrow keys bring back what was typed, in earlier sessions too.",
    "Ctrl-C drops the line, or parks the run under way. exit leaves, as Ctrl-D does.",
  ].join("\n");
}

function bangLines(words: readonly Word[]): readonly string[] {
  const { act } = examplesOf(words);
  return act ? [`Without the bang one looks, with it one acts: ${act}, ${banged(act)}.`] : [];
}

function wordText(word: Word): string {
  const calls = word.call ? [`  ${callText(word.name, word.call)}`] : [];
  const verbs = verbsOf(word);
  const parameters = parametersOf([...(word.call ? [word.call] : []), ...word.verbs]);
  const lines = [
    `${word.name}: ${word.title}`,
    unbroken(word.doc),
    ...calls,
    ...verbs.map(({ line }) => line),
    ...parameters,
  ];
  return lines.filter((line) => line !== "").join("\n");
}

/** A sentence is one line, for whoever wraps it. */
function unbroken(text: string): string {
  return text.replaceAll(/([^.:\n])\n(?=\S)/g, "$1 ");
}

interface VerbHelp {
  readonly verb: WordVerb;
  /** `MesosCluster.create`, `create` */
  readonly names: readonly string[];
  readonly line: string;
}

function verbsOf(word: Word): readonly VerbHelp[] {
  return word.verbs.map((verb) => {
    const name = `${word.name}.${verb.name}`;
    return { verb, names: [name, verb.name], line: `  ${callText(name, verb)}  ${verb.title}` };
  });
}

function callText(name: string, { parameters, hasBang }: Call): string {
  const list = parameters.map(nameOf).join(", ");
  return hasBang ? `${name}(${list})  ${name}!(${list})` : `${name}(${list})`;
}

function nameOf({ name, isOptional, isRest }: Parameter): string {
  return `${isRest ? "..." : ""}${name}${isOptional ? "?" : ""}`;
}

/** Each parameter once, however many calls take it. */
function parametersOf(calls: readonly Call[]): readonly string[] {
  const all = calls.flatMap(({ parameters }) => parameters);
  return [...new Map(all.map((parameter) => [parameter.name, `    ${parameter.name}: ${parameter.title}`])).values()];
}

function unknownWord(name: string, words: readonly Word[]): OpsError {
  const verbs = words.flatMap((word) => word.verbs.map((verb) => verb.name));
  const near = closest(name, [...new Set([...verbs, ...topicsOf(words)])]);
  return new OpsError({
    code: "unknown-word",
    reason: "usage",
    what: name === "" ? "there is no help for that" : `there is no ${JSON.stringify(name)}`,
    why: near.length > 0 ? `the nearest: ${near.join(", ")}` : "help() lists what there is",
    next: near[0] === undefined ? "help()" : `help(${JSON.stringify(near[0])})`,
  });
}
