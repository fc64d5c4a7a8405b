import type { Repositories } from "../git/repositories.ts";
import { type Builds, dagRepository } from "../gocd/builds.ts";

/** One DAG as it was deployed. */
export interface Dag {
  readonly id: string;
  readonly file: string;
}

const folder = "airflow/dags";
/** Where the repository has none. */
const usual = ["daily_models", "load_warehouse", "nightly_run", "weekly_backfill"];

/**
 * The DAGs that Airflow has: those of the revision where the world began, and after the last of the DAG pipelines has
 * passed those of what the first one built.
 */
export class Dags {
  readonly #builds: Builds;
  readonly #atRevision = new Map<string, Promise<readonly Dag[]>>();
  /** What somebody paused or unpaused. */
  readonly #isPaused = new Map<string, boolean>();

  constructor(builds: Builds) {
    this.#builds = builds;
  }

  /** By id, as of now. */
  async all(): Promise<readonly Dag[]> {
    const dags = await this.#ofRevision(await this.#deployed());
    return dags.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** One is paused from the beginning: the last by its id. */
  isPaused(dag: Dag, all: readonly Dag[]): boolean {
    return this.#isPaused.get(dag.id) ?? dag.id === all.at(-1)?.id;
  }

  pause(id: string, isPaused: boolean): void {
    this.#isPaused.set(id, isPaused);
  }

  /** The DAG whose file cannot be imported: with the fault, from the first deployment until the second. */
  async broken(all: readonly Dag[]): Promise<Dag | undefined> {
    if (!this.#builds.options.ground.troubles.has("dag-import-error")) return undefined;
    const deployments = await this.#builds.passedOf(this.#pipelines.at(-1) ?? "");
    return deployments.length === 1 ? all[0] : undefined;
  }

  get #pipelines(): readonly string[] {
    return this.#builds.options.sources.bump.dagPipelines;
  }

  async #deployed(): Promise<string | undefined> {
    const [first, last] = [this.#pipelines[0] ?? "", this.#pipelines.at(-1) ?? ""];
    const deployment = (await this.#builds.passedOf(last)).at(-1);
    if (!deployment) return (await this.#builds.pipeline(last))?.seededRevision;
    const built = (await this.#builds.passedOf(first)).filter(({ at }) => at <= deployment.at);
    return built.at(-1)?.revision ?? deployment.revision;
  }

  #ofRevision(revision: string | undefined): Promise<readonly Dag[]> {
    const key = revision ?? "";
    const known = this.#atRevision.get(key) ?? this.#read(revision);
    this.#atRevision.set(key, known);
    return known;
  }

  async #read(revision: string | undefined): Promise<readonly Dag[]> {
    const { repositories, sources } = this.#builds.options;
    const name = dagRepository(sources);
    const files = revision === undefined ? [] : await repositories.list(name, revision, folder);
    const own = files.filter((file) => file.endsWith(".py") && !file.endsWith("__init__.py"));
    if (own.length === 0 || revision === undefined) return usual.map((id) => ({ id, file: `${folder}/${id}.py` }));
    return await Promise.all(own.map((file) => readDag(repositories, name, revision, file)));
  }
}

async function readDag(repositories: Repositories, name: string, revision: string, file: string): Promise<Dag> {
  const text = (await repositories.read(name, revision, file))?.toString("utf8") ?? "";
  const id = /\bDAG\(\s*(?:dag_id\s*=\s*)?["']([\w.-]+)["']/.exec(text)?.[1];
  return { id: id ?? file.slice(folder.length + 1, -3), file };
}
