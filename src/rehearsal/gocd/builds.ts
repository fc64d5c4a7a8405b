import type { Sources } from "../../model/sources.ts";
import type { Repositories } from "../git/repositories.ts";
import type { Time } from "../time.ts";
import type { Troubles } from "../troubles.ts";
import { Pipeline } from "./pipeline.ts";

export interface BuildsOptions {
  readonly repositories: Repositories;
  readonly ground: { readonly time: Time; readonly troubles: Troubles };
  readonly sources: Sources;
  readonly seed: number;
}

/** How long the pause of the fault lasts: longer than a campaign waits for a pipeline at once. */
const pausedSeconds = 3 * 60 * 60;
const pause = { by: "release-manager", because: "the build agents get new disks" };

/**
 * Every pipeline of the world, over its repositories. Nothing goes on by itself: what has happened until now is found
 * out when somebody asks.
 */
export class Builds {
  readonly options: BuildsOptions;
  readonly #pipelines: ReadonlyMap<string, Pipeline>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: BuildsOptions) {
    this.options = options;
    this.#pipelines = new Map(pipelinesOf(options).map((pipeline) => [pipeline.name, pipeline]));
    const { repositories, ground } = options;
    repositories.watch(({ repository, branch, before, after }) => {
      if (after === undefined || branch !== repositories.defaultBranch(repository)) return;
      const arrival = { at: ground.time.now(), after, ...(before !== undefined && { before }) };
      for (const pipeline of this.#pipelines.values()) {
        if (pipeline.options.repository === repository) pipeline.hasMoved(arrival);
      }
    });
    this.#pauseOne();
  }

  get now(): number {
    return this.options.ground.time.now();
  }

  /** One pipeline as it is now. */
  async pipeline(name: string): Promise<Pipeline | undefined> {
    const pipeline = this.#pipelines.get(name);
    if (pipeline) await this.#inTurn(() => pipeline.catchUp(this.now));
    return pipeline;
  }

  /** When runs of a pipeline have passed since the world began, and of which revision. */
  async passedOf(name: string): Promise<readonly { readonly at: number; readonly revision: string }[]> {
    return (await this.pipeline(name))?.passed(this.now) ?? [];
  }

  #pauseOne(): void {
    const { sources, ground } = this.options;
    if (!ground.troubles.has("pipeline-paused")) return;
    const name = sources.repositories[sources.bump.base.repository]?.pipelines[0] ?? "";
    const pipeline = this.#pipelines.get(name);
    if (pipeline) pipeline.pause = { ...pause, until: this.now + pausedSeconds * 1000 };
  }

  /** Two requests at a time do not begin the same run twice. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn;
    return turn;
  }
}

function pipelinesOf({ repositories, ground, sources, seed }: BuildsOptions): readonly Pipeline[] {
  const built = Object.entries(sources.repositories).flatMap(([repository, { pipelines, defaultBranch }]) =>
    pipelines.map((name) => ({ name, repository, branch: defaultBranch, isManual: false })),
  );
  const repository = dagRepository(sources);
  const branch = sources.repositories[repository]?.defaultBranch ?? "master";
  const manual = sources.bump.dagPipelines.map((name) => ({ name, repository, branch, isManual: true }));
  const unlucky = unluckyPipeline(sources);
  const failsFirst = (name: string) => () => name === unlucky && ground.troubles.has("pipeline-fails-once");
  return [...built, ...manual].map((each) => {
    return new Pipeline({ ...each, seed, failsFirst: failsFirst(each.name) }, repositories);
  });
}

/** The repository whose DAGs the last pipelines bring to Airflow. */
export function dagRepository({ repositories, bump }: Sources): string {
  const usual = "aurora-jobs";
  return Object.hasOwn(repositories, usual) ? usual : (bump.edits.at(-1)?.repository ?? bump.base.repository);
}

function unluckyPipeline({ repositories, bump }: Sources): string {
  const repository = Object.hasOwn(repositories, "deploy") ? "deploy" : (bump.edits[0]?.repository ?? "");
  return repositories[repository]?.pipelines[0] ?? "";
}
