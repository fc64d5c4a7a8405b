/**
 * Where an environment's versions are written down, and what builds and runs what is written there: repositories on
 * GitHub, pipelines on GoCD, images in a registry, DAGs on Airflow (seed 000, "Upgrading mesos version").
 */
export interface Sources {
  readonly github: {
    /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise server. */
    readonly api: string;
    readonly owner: string;
  };
  readonly git: {
    /** Of each repository, for git: `git@github.com:nubank/{repository}.git`, `https://…` or `ssh://…`. Never with a token. */
    readonly remote: string;
  };
  /** Base URL without `/go`: `https://go.example:8154`. */
  readonly gocd: { readonly url: string };
  /** Base URL without `/api`. */
  readonly airflow: { readonly url: string };
  /** Base URL without `/v2`. */
  readonly registry: { readonly url: string };
  /** By their names on GitHub. */
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly bump: Bump;
  readonly iam: IamPolicies;
}

export interface Repository {
  readonly defaultBranch: string;
  readonly mergeMethod: "merge" | "squash" | "rebase";
  /** Approvals of the very head that is merged. */
  readonly approvals: number;
  /** Names of checks and status contexts that a head must have, green, besides whatever else it has: one that has not begun is missed. */
  readonly requiredChecks?: readonly string[];
  /** Names of the GoCD pipelines that build from its default branch. */
  readonly pipelines: readonly string[];
}

/** One place, or several alike, where a version is written, and how it is changed. */
export interface Edit {
  /** Unique, kebab-case, as operators call it: `mesos-base`, `deploy`, `pin-stable`. */
  readonly id: string;
  readonly repository: string;
  /** Paths in it, as git's glob pathspecs: `mesos-base/Dockerfile`, `*\/Dockerfile`. */
  readonly files: readonly string[];
  readonly pins: readonly Pin[];
  /** One line. `{version}` is the new Mesos version in each of these texts. */
  readonly commit: string;
  readonly title: string;
  readonly body: string;
}

/** A pattern that finds the version, and how often it must. */
export interface Pin {
  /** What it is a version of: `mesos`, `aurora-client`, `sabesp`. */
  readonly of: string;
  /**
   * JavaScript, with the flags `gm`, anchored by `^` and `$`, with a group `version`:
   * `^FROM registry\\.example/mesos-base:(?<version>[0-9][\\w.-]*)$`.
   */
  readonly pattern: string;
  /** Over all files of the edit. `every-mention`: as often as a line mentions what it is a version of. */
  readonly matches: number | "every-mention";
}

/** What a version bump walks through (seed 000). Each edit's new value is the new Mesos version. */
export interface Bump {
  /** Built first: everything else is made from its image. */
  readonly base: ImageEdit;
  /** Built from the base. */
  readonly dependents: ImageEdit;
  /** Merged after the test cluster proved the version, in this order: what one needs stands before it. */
  readonly edits: readonly Edit[];
  /** Repositories that may depend on the images; which ones do is looked up in their default branches. */
  readonly models: {
    readonly repositories: readonly string[];
    /** An edit of each, but for its id, which is the repository's name, and its repository. */
    readonly edit: Omit<Edit, "id" | "repository">;
  };
  /** This console's own pins, one for each stack, in the order in which the stacks are updated. */
  readonly stacks: readonly StackPin[];
  /** The stack that is made to try the version, and may be destroyed afterwards. */
  readonly trialStack: string;
  /** A program on this machine that lists the versions there are, as `apt-cache` prints them. Absent: the version is typed. */
  readonly candidates?: { readonly argv: readonly string[]; readonly package: string };
  /** A program on this machine that runs a job on the trial stack and exits 0 when it succeeded. Absent: a person attests it. */
  readonly job?: { readonly argv: readonly string[]; readonly withinSeconds: number };
  /** Pipelines that bring the DAGs to Airflow: triggered by a revert (seed 000). */
  readonly dagPipelines: readonly string[];
  /** Ids of the edits that a revert takes back without asking, in that order (seed 000). */
  readonly alwaysReverted: readonly string[];
  readonly policies: {
    /** How long a gate (review, checks) is watched before the run parks. */
    readonly gatePatienceSeconds: number;
    /** How long a pipeline takes at most. */
    readonly pipelineWithinSeconds: number;
  };
}

export interface ImageEdit extends Edit {
  /** Images, with the registry's host and without a tag, that its pipelines push with the version as their tag. */
  readonly images: readonly string[];
}

export interface StackPin extends Edit {
  readonly stack: string;
}

/** Where the IAM roles of the hosts are written (seed 000, "Updating Mesos IAM Roles"). */
export interface IamPolicies {
  readonly repository: string;
  /** Role files by the role's name: `{"mesos-fixed": "mesos-fixed.json"}`. Each lists names of policies. */
  readonly roles: Readonly<Record<string, string>>;
  /** The directory with a file for each policy, `policies/mesos`. */
  readonly policies: string;
  /** Name of the role in IAM: `{environment}-{stack}-{role}`. */
  readonly roleName: string;
  /** Applied by this program instead of IAM's calls; `{stack}` and `{role}` are replaced: `["nu", "iam", "create", "roles", …]`. */
  readonly command?: readonly string[];
}

/** Every pipeline that is named, sorted. */
export function pipelinesOf({ repositories, bump }: Sources): readonly string[] {
  const building = Object.values(repositories).flatMap(({ pipelines }) => pipelines);
  return [...new Set([...building, ...bump.dagPipelines])].sort();
}
