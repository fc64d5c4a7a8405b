import { latestRuns } from "../engine/runs.ts";
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
    if (type === "parked-run") return this.#parkedRuns();
    return type === "run" ? [...this.#session.store.runs()].sort() : [];
  }

  #parkedRuns(): readonly string[] {
    const parked = latestRuns(this.#session).filter(({ status }) => status === "parked");
    return parked.map(({ id }) => id).sort();
  }
}
