import { latestRuns } from "../engine/runs.ts";
import { type Environment, isOpenStack, type OpenStackEnvironment, stackNames } from "../model/environment.ts";
import type { Parameter } from "../model/parameter.ts";
import { pipelinesOf } from "../model/sources.ts";
import { hasSources } from "../runbook.ts";
import type { Session, SessionParts } from "./session.ts";

/** What of a session is known at once. */
type Known = Pick<Session, "store" | "seenHosts"> & {
  readonly seenVersions?: readonly string[];
  readonly parts: Pick<SessionParts, "environment" | "runbooks">;
  /** Looks in the background, for the next Tab. */
  lookForHosts?(): void;
};

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
    const { environment } = this.#session.parts;
    if (isOpenStack(environment)) return this.#ofSite(type, environment);
    return this.#ofCampaigns(type, environment);
  }

  #ofSite(type: Parameter["type"], { masters, agents }: OpenStackEnvironment): readonly string[] {
    if (type === "master") return [...masters.names].sort();
    if (type === "runbook") return [...this.#session.parts.runbooks.keys()].sort();
    if (type === "zone") return [...masters.zones].sort();
    if (type === "server") return this.#servers();
    if (type === "agent") return this.#servers().filter((host) => new RegExp(agents.namePattern).test(host));
    return this.#ofRuns(type);
  }

  #ofCampaigns(type: Parameter["type"], environment: Environment): readonly string[] {
    if (type === "mesos-version") return this.#session.seenVersions ?? [];
    if (type === "runbook") return [...this.#session.parts.runbooks.keys()].sort();
    if (type === "iam-role" && hasSources(environment)) return Object.keys(environment.sources.iam.roles).sort();
    if (type === "pipeline" && hasSources(environment)) return pipelinesOf(environment.sources);
    return this.#ofRuns(type);
  }

  #servers(): readonly string[] {
    this.#session.lookForHosts?.();
    return this.#session.seenHosts;
  }

  #ofRuns(type: Parameter["type"]): readonly string[] {
    if (type === "parked-run") return this.#parkedRuns();
    return type === "run" ? [...this.#session.store.runs()].sort() : [];
  }

  #parkedRuns(): readonly string[] {
    const parked = latestRuns(this.#session).filter(({ status }) => status === "parked");
    return parked.map(({ id }) => id).sort();
  }
}
