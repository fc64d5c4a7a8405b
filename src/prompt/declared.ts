import type { Realm } from "./realm.ts";

const declaration = /\b(?:const|let|var|class|function)\b\s*([\w$]+|\{[^}]*\}|\[[^\]]*\])|^\s*([\w$]+)\s*=(?!=)/gm;

/** The names that were given at the prompt, for completion: read from what was typed, when they are there afterwards. */
export class Declared {
  readonly #realm: Realm;
  readonly #names = new Set<string>();

  constructor(realm: Realm) {
    this.#realm = realm;
  }

  get names(): readonly string[] {
    return [...this.#names];
  }

  /** Takes note of an input that was evaluated. */
  learn(text: string): void {
    for (const [, declared, assigned = ""] of text.matchAll(declaration))
      for (const [name] of (declared ?? assigned).matchAll(/[\w$]+/g)) if (this.#realm.has(name)) this.#names.add(name);
  }
}
