import type { Procedure, ProcedureStep } from "../model/procedure.ts";

/** A repository or a stack of a campaign, with its place in the graph. */
export interface Lane {
  readonly name: string;
  readonly steps: readonly ProcedureStep[];
  /** Names of the lanes that it comes after; without those that others of them come after. */
  readonly after: readonly string[];
  /** 0 where it comes after none, else one more than the last of those. */
  readonly level: number;
}

/** Whether its steps are shown by lanes: one alone is a list as any other. */
export function isCampaign(procedure: Pick<Procedure, "steps"> | undefined): boolean {
  return new Set(procedure?.steps.flatMap(({ lane }) => lane ?? [])).size > 1;
}

/** The lanes in the order of the graph, those of one level in the order of their steps. */
export function lanesOf({ steps }: Pick<Procedure, "steps">): readonly Lane[] {
  const graph = new Graph(steps);
  const byName = Map.groupBy(
    steps.filter(({ lane }) => lane !== undefined),
    ({ lane = "" }) => lane,
  );
  const lanes = [...byName].map(([name, own]) => {
    return { name, steps: own, after: graph.nearest(name), level: graph.level(name) };
  });
  return lanes.toSorted((one, other) => one.level - other.level);
}

/** Steps of no lane: those before the first lane, and those after. */
export function looseSteps({ steps }: Pick<Procedure, "steps">): {
  readonly first: readonly ProcedureStep[];
  readonly last: readonly ProcedureStep[];
} {
  const at = steps.findIndex(({ lane }) => lane !== undefined);
  const isLoose = ({ lane }: ProcedureStep) => lane === undefined;
  return { first: steps.slice(0, at).filter(isLoose), last: steps.slice(at).filter(isLoose) };
}

/** Which lanes come after which, as the steps say it. A journal may say anything: a ring ends where it began. */
class Graph {
  readonly #steps: readonly ProcedureStep[];
  readonly #byId: ReadonlyMap<string, ProcedureStep>;
  readonly #after = new Map<string, ReadonlySet<string>>();

  constructor(steps: readonly ProcedureStep[]) {
    this.#steps = steps;
    this.#byId = new Map(steps.map((step) => [step.id, step]));
  }

  level(lane: string, seen: readonly string[] = []): number {
    if (seen.includes(lane)) return 0;
    const levels = [...this.#of(lane)].map((each) => this.level(each, [...seen, lane]) + 1);
    return Math.max(0, ...levels);
  }

  nearest(lane: string): readonly string[] {
    const all = [...this.#of(lane)];
    return all.filter((each) => !all.some((other) => other !== each && this.#comesAfter(other, each)));
  }

  #comesAfter(lane: string, other: string, seen: readonly string[] = []): boolean {
    if (seen.includes(lane)) return false;
    const own = this.#of(lane);
    return own.has(other) || [...own].some((each) => this.#comesAfter(each, other, [...seen, lane]));
  }

  #of(lane: string): ReadonlySet<string> {
    const known = this.#after.get(lane);
    if (known) return known;
    const found = new Set<string>();
    const seen = new Set<string>();
    for (const step of this.#steps.filter((each) => each.lane === lane)) this.#collect(step, lane, found, seen);
    this.#after.set(lane, found);
    return found;
  }

  /** The lanes next to a step; through steps of its own lane and of none. */
  #collect(step: ProcedureStep, lane: string, found: Set<string>, seen: Set<string>): void {
    for (const id of step.after ?? []) {
      const needed = this.#byId.get(id);
      if (!needed || seen.has(id)) continue;
      seen.add(id);
      if (needed.lane !== undefined && needed.lane !== lane) found.add(needed.lane);
      else this.#collect(needed, lane, found, seen);
    }
  }
}
