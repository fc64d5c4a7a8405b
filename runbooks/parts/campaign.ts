import {
  type CampaignEnvironment,
  type Condition,
  type Edit,
  type Fields,
  OpsError,
  type Proviso,
  type Resource,
} from "../../src/runbook.ts";

/** What a single look may take: a fetch, or some pages of an API. Waits say their own time. */
const looksWithinSeconds = 60;
/** How soon after a merge the default branch, and after a build the registry, shows it. */
const showsWithinSeconds = 10 * 60;

/** One change of a repository on its way into the default branch, and through the pipelines that build it. */
export interface Passage {
  /** What the ids of its steps begin with: the edit's id. */
  readonly id: string;
  readonly lane: string;
  readonly repository: string;
  /** The head of its pull request. */
  readonly branch: string;
  /** What it does, in the imperative: `write 1.11.0 for mesos-master and mesos-slave in deploy`. */
  readonly does: string;
  readonly title: string;
  readonly body: string;
  /** What git is told of the branch. */
  readonly desired: Fields;
  /** Until it is in the default branch: `edit-merged`, or `revert-merged`. */
  readonly merged: Condition;
  /** When it is made, reviewed and merged. */
  readonly onlyIf: readonly Proviso[];
  /** When its merge and its builds are waited for, whoever merged it. */
  readonly followedIf: readonly Proviso[];
  /** Whether the rest can do without it: its lane may be left out where something of it fails. */
  readonly isOptional: boolean;
  /** Ids of the steps before its branch, and of those before its gate besides its pull request. */
  readonly after: readonly string[];
  readonly mergesAfter: readonly string[];
}

/** Versions go into file contents, branch names and image tags. @throws OpsError `wrong-version` */
export function versionIn(text: string): string {
  if (/^[0-9][\w.-]{0,63}$/.test(text) && !text.includes("..")) return text;
  throw new OpsError({
    code: "wrong-version",
    reason: "usage",
    what: `${JSON.stringify(text)} is no version`,
    why: "a version begins with a digit and has letters, digits, dots and dashes",
    next: 'BumpMesos("1.11.0")',
  });
}

/** The branch that an edit is made on, and its pull request's head. */
export function branchOf({ id }: Edit, version: string): string {
  return `bump-mesos-${version}-${id}`;
}

/** An edit as what systems are told. */
export function editData({ id, repository, files, pins, commit, title, body }: Edit): Fields {
  const patterns = pins.map(({ of, pattern, matches }) => ({ of, pattern, matches }));
  return { id, repository, files, pins: patterns, commit, title, body };
}

/** `mesos-master and mesos-slave` */
export function pinnedIn({ pins }: Edit): string {
  const names = pins.map(({ of }) => of);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `{version}` in the texts of an edit. */
export function withVersion(text: string, version: string): string {
  return text.replaceAll("{version}", version);
}

/** Something asked of a system that knows no stacks. */
export function looked(system: string, name: string, what: string, parameters: Fields): Condition {
  return { system, name, stack: "", parameters, what, withinSeconds: looksWithinSeconds };
}

/** The same, to be waited for: default as long as what was done needs to show. */
export function waitedFor(condition: Condition, seconds = showsWithinSeconds): Condition {
  return { ...condition, withinSeconds: seconds };
}

/** What is to be done to something that belongs to no stack; `role`: what it is for, an edit's id or a pipeline. */
export function thing(system: string, kind: string, name: string, role: string, desired: Fields | null): Resource {
  return { system, kind, name, stack: "", role, desired, needs: [] };
}

/** What the environment says of a repository. @throws OpsError `unknown-repository` */
export function repositoryNamed({ sources, name: environment }: CampaignEnvironment, name: string) {
  const repository = sources.repositories[name];
  if (repository) return repository;
  throw new OpsError({
    code: "unknown-repository",
    reason: "usage",
    what: `${name} is not among the repositories of ${environment}`,
    why: "an edit names it, and nothing says how it is reviewed, merged and built",
    next: `name it under sources.repositories in environments/${environment}.ts`,
  });
}
