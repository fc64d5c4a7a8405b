import type { Parameter } from "../model/parameter.ts";
import type { Session } from "./session.ts";

/** What completion offers inside quotes: synchronous, from what is known without a look at the world. */
export class Candidates {
  readonly #session: Session;
  readonly #stacks: readonly string[];

  constructor(session: Session) {
    this.#session = session;
    this.#stacks = Object.keys(session.parts.environment.stacks).sort();
  }

  of(type: Parameter["type"]): readonly string[] {
    if (type === "stack") return this.#stacks;
    if (type === "host") return this.#session.seenHosts;
    return type === "run" ? this.#session.store.runs() : [];
  }
}
