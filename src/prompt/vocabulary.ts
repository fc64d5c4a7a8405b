import { printable } from "../model/printable.ts";
import { helpers, type Sink } from "./context.ts";
import { helpText, ownWords } from "./help.ts";
import type { Console, Word } from "./host.ts";
import { importFile, importWord } from "./imports.ts";
import { jsonText } from "./json-text.ts";
import { type Realm, type Typed, takesTyped } from "./realm.ts";
import { refusePromises } from "./verb.ts";

/** All that help and completion know: the console's words and the prompt's own. */
export function wordsOf(host: Console): readonly Word[] {
  return [...host.words, ...ownWords(host.words)];
}

/** What one can type at a prompt: the console's words, the prompt's own and the helpers. */
export class Vocabulary {
  readonly #host: Console;
  readonly #realm: Realm;
  readonly #words: readonly Word[];
  /** By their names, as they are in the prompt's realm. */
  readonly #bindings: ReadonlyMap<string, unknown>;
  #isLeaving = false;

  /**
   * @param write where `console.log` writes
   * @param fail told of what a timer's callback threw
   */
  constructor(host: Console, realm: Realm, write: (text: string) => void, fail: Sink["fail"]) {
    this.#host = host;
    this.#realm = realm;
    this.#words = wordsOf(host);
    const print = (values: readonly unknown[]) => write(`${values.map((value) => this.#line(value)).join(" ")}\n`);
    const given = { ...helpers(realm, { print, fail }), ...this.#own(), ...host.bindings };
    this.#bindings = new Map(Object.entries(given).map(([name, value]) => [name, realm.enter(value)]));
    for (const [name, value] of this.#bindings) realm.own(name, value);
  }

  #own(): Readonly<Record<string, unknown>> {
    const exit = () => {
      this.#isLeaving = true;
    };
    const json = (value: unknown) => {
      refusePromises("json", [value]);
      return jsonText(this.#host.toJson(value), 2);
    };
    return { help: takesTyped((what) => this.help(what)), json, exit, quit: exit, [importWord]: importFile };
  }

  /** Whether the operator asked to leave. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /**
   * Help for one word, by its name or by itself, or for all.
   * @throws OpsError `unknown-word`
   */
  help(what?: unknown): string {
    const name = typeof what === "string" || what === undefined ? what : (this.#nameOf(what) ?? "");
    return helpText(this.#words, name, this.#host.candidates("stack"));
  }

  /**
   * A value of the prompt's for people: a word that was not called is explained, and `exit` leaves.
   * @param isSeen somebody watched it come about
   */
  textOf({ value }: Typed, isSeen = false): string | undefined {
    const name = this.#nameOf(value);
    if (name === "exit" || name === "quit") this.#isLeaving = true;
    if (value === undefined || this.#isLeaving) return undefined;
    if (name === "help") return this.#host.show(this.help());
    const isWord = this.#words.some((word) => word.name === name?.split(".")[0]);
    if (isWord) return this.#host.show(this.help(name));
    const copy = this.#realm.copied(value);
    return isSeen && this.#host.showSeen ? this.#host.showSeen(copy) : this.#host.show(copy);
  }

  /** `MesosCluster`, `MesosCluster.create`: a word is one that we made inside, and frozen, with nothing in it but verbs. */
  #nameOf(value: unknown): string | undefined {
    if (typeof value !== "function" && typeof value !== "object") return undefined;
    for (const [name, word] of this.#bindings) {
      if (word === value) return name;
      const verbs = typeof word === "object" && word !== null ? Object.entries(word) : [];
      const verb = verbs.find(([, each]) => each === value);
      if (verb) return `${name}.${verb[0]}`;
    }
    return undefined;
  }

  #line(value: unknown): string {
    return typeof value === "string" ? printable(value, { keepsLines: true }) : this.#host.show(value);
  }
}
