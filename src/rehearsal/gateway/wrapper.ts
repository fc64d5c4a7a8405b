import type { Call } from "../hosts/command.ts";
import { err, out, type Play, pass } from "../hosts/play.ts";
import { Refused } from "../site/refusal.ts";
import type { SiteServer } from "../site/server.ts";
import { serversFor } from "./project.ts";

/** Words of a wrapper: its options, each with its values, and the names after them. */
export interface Options {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly names: readonly string[];
}

export interface Known {
  /** Options with a value; others by which they are known too: `-g` is `--foreman-hostgroup`. */
  readonly valued: Readonly<Record<string, string>>;
  /** Options without one. */
  readonly bare: readonly string[];
}

/** `undefined`: a word that the wrapper does not know. */
export function optionsIn(words: readonly string[], { valued, bare }: Known): Options | undefined {
  const values = new Map<string, readonly string[]>();
  const names: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const [word = "", given] = splitOnce(words[index] ?? "");
    const option = Object.hasOwn(valued, word) ? valued[word] : undefined;
    if (option !== undefined) values.set(option, [...(values.get(option) ?? []), given ?? words[++index] ?? ""]);
    else if (bare.includes(word)) values.set(word, []);
    else if (word.startsWith("-")) return undefined;
    else names.push(words[index] ?? "");
  }
  return { values, names };
}

function splitOnce(word: string): readonly [string, string?] {
  const at = word.startsWith("--") ? word.indexOf("=") : -1;
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** As Python's argparse ends. */
export function* usage(name: string, words: readonly string[]): Play {
  yield err(`usage: ${name} [options] host`);
  yield err(`${name}: error: unrecognized arguments: ${words.join(" ")}`);
  return 2;
}

/** What the wrappers print of what they do. */
export function info(line: string) {
  return out(`[INFO] ${line}`);
}

export function error(line: string) {
  return err(`[ERROR] ${line}`);
}

/** `ALIBUILD07.cern.ch` -> `alibuild07` */
export function shortName(name: string): string {
  return (name.split(".")[0] ?? "").toLowerCase();
}

export function fullName({ site }: Call, name: string): string {
  return `${shortName(name)}.${site.ground.environment.domain}`;
}

/** The first of that name, as the wrappers take it: names are not unique. */
export function firstNamed(call: Call, name: string): SiteServer | undefined {
  return serversFor(call).find((server) => server.name === shortName(name));
}

/** The staging of the host's certificate. */
export function* stage(host: string): Play {
  yield info(`Staging host '${host}' on certmgr...`);
  yield pass(3);
  return 0;
}

/** The state of the host's alarms. */
export function* setRoger(host: string, state: string): Play {
  yield pass(3);
  yield info(`Roger appstate of '${host}' set to '${state}'`);
  return 0;
}

/** What Nova or Cinder refuses, as a sentence. @throws what is none */
export function refusalOf(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (problem) {
    if (problem instanceof Refused) return `${problem.message} (HTTP ${problem.status})`;
    throw problem;
  }
}
