import type { AwsEnvironment } from "../../../model/environment.ts";
import type { Edit, Sources } from "../../../model/sources.ts";
import { policyHistory } from "../../iam/policies.ts";
import type { SeededRepository } from "../repositories.ts";
import { type Files, filesOfEdit } from "./edited-files.ts";
import { extrasOf } from "./extras.ts";
import { history, interleaved, merged, type Past } from "./history.ts";
import { filesOfModel } from "./models.ts";
import { pastOfStacks } from "./stacks.ts";

export interface SeedOptions {
  readonly environment: AwsEnvironment & { readonly sources: Sources };
  /** Of the environment's own file, when it can be read: what the console's repository has then. */
  readonly environmentText?: string;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
}

const earlier = ["1.7.2", "1.8.1"];

/** Each repository of the environment with a few weeks of history, its pins at the version that the environment runs. */
export function seedRepositories(options: SeedOptions): readonly SeededRepository[] {
  const { sources } = options.environment;
  return Object.entries(sources.repositories).map(([name, { defaultBranch }]) => {
    return { name, defaultBranch, commits: history(name, pastOf(options, name), options.startsAt) };
  });
}

/** The version that everything runs when the world begins: the trial stack's. */
function seededVersion({ stacks, sources }: SeedOptions["environment"]): string {
  return stacks[sources.bump.trialStack]?.mesosVersion ?? Object.values(stacks)[0]?.mesosVersion ?? "1.9.0";
}

function pastOf(options: SeedOptions, repository: string): readonly Past[] {
  const { iam } = options.environment.sources;
  const { first, later } = extrasOf(repository);
  if (repository === iam.repository) return policyHistory(iam);
  const [oldest, ...bumps] = bumpsOf(options, repository);
  const begin = { title: `Begin ${repository}`, files: merged(first, ...(oldest?.map(({ files }) => files) ?? [])) };
  return [begin, ...interleaved(bumps.flat(), later)];
}

/** What each bump brought to a repository, oldest first; one commit per edit. */
function bumpsOf({ environment, environmentText }: SeedOptions, repository: string): readonly (readonly Past[])[] {
  const current = seededVersion(environment);
  const past = earlier.filter((version) => version !== current);
  const versions = { current, before: past.at(-1) ?? current };
  return [...past, current].map((version, index) => {
    const edits = editsAt(environment.sources, repository, version, versions);
    if (!isOfConsole(environment.sources, repository)) return edits;
    // In the end each stack has its own.
    const to = version === current ? "as pinned" : version;
    return [...edits, ...pastOfStacks(environment, environmentText, past[index - 1] ?? to, to)];
  });
}

function isOfConsole({ bump }: Sources, repository: string): boolean {
  return bump.stacks.some((edit) => edit.repository === repository);
}

function editsAt(
  { bump }: Sources,
  repository: string,
  version: string,
  versions: { readonly current: string; readonly before: string },
): readonly Past[] {
  const edits = [bump.base, bump.dependents, ...bump.edits].filter((edit) => edit.repository === repository);
  const model = bump.models.repositories.indexOf(repository);
  const ofModel =
    model === -1 ? [] : [titled(bump.models.edit, version, filesOfModel(bump.models, model, version, versions))];
  return [...edits.map((edit) => titled(edit, version, filesOfEdit(edit, version))), ...ofModel];
}

function titled({ commit }: Pick<Edit, "commit">, version: string, files: Files): Past {
  return { title: commit.replaceAll("{version}", version), files };
}
