import type { Forge } from "../../src/rehearsal/forge/index.ts";
import type { RehearsedWorld } from "../../src/rehearsal/world.ts";

/** What a campaign leaves behind, past every console; whatever differs between two runs with the same end is left out. */
export interface Traces {
  /** Of the default branches: `mode kind sha path` of every file, by repository. */
  readonly trees: Readonly<Record<string, string>>;
  /** Branches beside the default one: `deploy bump-mesos-1.11.0-deploy`. */
  readonly branches: readonly string[];
  /** Each that was ever opened, with what became of it: `deploy#bump-mesos-1.11.0-deploy merged`. */
  readonly pulls: readonly string[];
  /** What came to the default branches since the world began, without the pull requests' numbers. */
  readonly arrivals: readonly string[];
  /** Each run of a pipeline that somebody triggered. */
  readonly triggered: readonly string[];
  /** Each instance that lives, by its name. */
  readonly instances: readonly string[];
}

/** How the default branches were when the world began. */
export type Beginning = Readonly<Record<string, string>>;

export async function tipsOf({ repositories }: Forge): Promise<Beginning> {
  const tips = repositories.names().map(async (name): Promise<[string, string]> => {
    return [name, (await repositories.tip(name, repositories.defaultBranch(name))) ?? ""];
  });
  return Object.fromEntries(await Promise.all(tips));
}

export async function tracesOf(forge: Forge, world: RehearsedWorld, since: Beginning): Promise<Traces> {
  const names = forge.repositories.names();
  const trees = await Promise.all(names.map(async (name) => [name, await treeOf(forge, name)]));
  return {
    trees: Object.fromEntries(trees),
    branches: (await Promise.all(names.map((name) => othersOf(forge, name)))).flat().sort(),
    pulls: names.flatMap((name) => forge.github.all(name).map(pullText)).sort(),
    arrivals: (await Promise.all(names.map((name) => arrivalsOf(forge, name, since[name] ?? "")))).flat().sort(),
    triggered: await triggeredIn(forge),
    instances: living(world),
  };
}

export function treeOf({ repositories }: Forge, name: string): Promise<string> {
  return repositories.git(name, "ls-tree", "-r", "--full-tree", repositories.defaultBranch(name));
}

async function othersOf({ repositories }: Forge, name: string): Promise<readonly string[]> {
  const own = repositories.defaultBranch(name);
  return [...(await repositories.branches(name)).keys()]
    .filter((each) => each !== own)
    .map((each) => `${name} ${each}`);
}

async function arrivalsOf({ repositories }: Forge, name: string, since: string): Promise<readonly string[]> {
  const range = `${since}..${repositories.defaultBranch(name)}`;
  const commits = await repositories.log(name, range, "--first-parent");
  return commits.map(({ title }) => `${name}: ${title.replaceAll(/#\d+/g, "#N")}`);
}

async function triggeredIn({ builds }: Forge): Promise<readonly string[]> {
  const names = builds.options.sources.bump.dagPipelines;
  const runs = await Promise.all(
    names.map(async (name) => {
      const pipeline = await builds.pipeline(name);
      return (pipeline?.runs(builds.now) ?? []).filter(({ forcedBy }) => forcedBy !== undefined).map(() => name);
    }),
  );
  return runs.flat().sort();
}

type Pull = ReturnType<Forge["github"]["all"]>[number];

function pullText({ repository, branch, isOpen, merged }: Pull): string {
  return `${repository}#${branch} ${isOpen ? "open" : merged ? "merged" : "closed"}`;
}

function living({ instances }: RehearsedWorld): readonly string[] {
  const alive = instances.shelf.visible().filter(({ state }) => state === "running" || state === "pending");
  return alive.map(({ launch }) => launch.tags.get("instance")?.get("Name") ?? "without a name").sort();
}
