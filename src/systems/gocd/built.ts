import type { Client } from "./client.ts";
import { history, instanceOf } from "./history.ts";
import type { Instance, MaterialRevision } from "./instances.ts";
import { standingOf } from "./standing.ts";

export interface Wanted {
  readonly pipeline: string;
  /** Whose material is meant; runs have others beside it. */
  readonly repository: string;
  /** A commit, whole or at least its first seven digits. */
  readonly revision: string;
}

/** The run that says whether a revision was built. */
export interface Build {
  readonly instance: Instance;
  /** The run that was meant failed; this is a later one in its place. */
  readonly insteadOf?: Instance;
}

/**
 * Up to which counter a pipeline's history was seen not to have a revision: the next look ends there. Only a shortcut;
 * without it the same is found.
 */
export type Searched = Map<string, number>;

/**
 * The newest run that has the revision among its modifications. Where it failed and a later revision of the same
 * material has passed since, that one: a pipeline builds one branch, whose later revisions contain the earlier ones.
 */
export async function buildOf(client: Client, wanted: Wanted, searched: Searched): Promise<Build | undefined> {
  const key = `${wanted.pipeline} ${wanted.revision}`;
  const newer: Instance[] = [];
  for await (const instance of history(client, wanted.pipeline)) {
    if (instance.counter <= (searched.get(key) ?? 0)) break;
    const modified = modificationOf(instance, wanted);
    if (modified) return standingBuild(instance, newer, modified.at, wanted);
    newer.push(instance);
  }
  const [newest] = newer;
  if (newest) searched.set(key, newest.counter);
  return undefined;
}

function standingBuild(instance: Instance, newer: readonly Instance[], at: number, { repository }: Wanted): Build {
  if (!hasFailed(instance)) return { instance };
  const later = newer.find((each) => standingOf(each).is === "passed" && hasLater(each, repository, at));
  return later ? { instance: later, insteadOf: instance } : { instance };
}

function hasLater({ materials }: Instance, repository: string, at: number): boolean {
  return materialsOf(materials, repository).some(({ modifications }) => modifications.some((each) => each.at > at));
}

function modificationOf({ materials }: Instance, { repository, revision }: Wanted) {
  const modifications = materialsOf(materials, repository).flatMap((each) => each.modifications);
  return modifications.find((each) => isSame(each.revision, revision));
}

/** Materials are told apart by the repository's URL in their description; where none names it, all of them are meant. */
function materialsOf(materials: readonly MaterialRevision[], repository: string): readonly MaterialRevision[] {
  const own = materials.filter(({ description }) => names(description, repository));
  return own.length > 0 ? own : materials;
}

function names(description: string, repository: string): boolean {
  const [, url = ""] = /URL:\s*(\S+?),?(?:\s|$)/.exec(description) ?? [];
  return (
    url
      .replace(/\.git$/, "")
      .split(/[/:]/)
      .at(-1) === repository
  );
}

function isSame(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  return length >= 7 && one.slice(0, length) === other.slice(0, length);
}

/** The run with that counter; where it failed, a later one that has passed: somebody has had it run once more. */
export async function runOrLater(client: Client, pipeline: string, counter: number): Promise<Build> {
  const instance = await instanceOf(client, pipeline, counter);
  if (!hasFailed(instance)) return { instance };
  for await (const later of history(client, pipeline)) {
    if (later.counter <= counter) break;
    if (standingOf(later).is === "passed") return { instance: later, insteadOf: instance };
  }
  return { instance };
}

function hasFailed(instance: Instance): boolean {
  const { is } = standingOf(instance);
  return is === "failed" || is === "cancelled";
}
