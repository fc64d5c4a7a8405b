import { latestRuns } from "../engine/runs.ts";
import { stackNames } from "../model/environment.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Session, SessionParts } from "./session.ts";

/** What of a session is known at once. */
type Known = Pick<Session, "store" | "seenHosts"> & { readonly parts: Pick<SessionParts, "environment"> };

/** What completion offers inside quotes: synchronous, from what is known without a look at the world. */
export class Candidates {
  readonly #session: Known;
  readonly #stacks: readonly string[];

  constructor(session: Known) {
    this.#session = session;
    this.#stacks = [...stackNames(session.parts.environment)].sort();
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
