import { act, type CampaignEnvironment, type Condition, type Step, wait } from "../../src/runbook.ts";
import { looked, type Passage, repositoryNamed, thing, waitedFor } from "./campaign.ts";

/** Branch and pull request: nothing is merged yet. */
export function proposed(passage: Passage, { sources }: CampaignEnvironment): readonly Step[] {
  const { id, repository, branch, title, body, onlyIf, after } = passage;
  const { owner } = sources.github;
  const common = commonOf(passage);
  return [
    act({
      ...common,
      id: `${id}.branch`,
      title: `${passage.does}, on a branch`,
      after,
      onlyIf,
      resources: [thing("git", "branch", `${repository}/${branch}`, id, passage.desired)],
      otherwise: `look at ${branch} in ${owner}/${repository}: what others pushed there is never overwritten`,
    }),
    act({
      ...common,
      id: `${id}.pr`,
      title: `open its pull request in ${owner}/${repository}`,
      after: [`${id}.branch`],
      onlyIf,
      resources: [pull(passage, { repository, branch, title, body })],
    }),
  ];
}

/** The gate, the merge of the very head that passed it, and its builds. */
export function merged(passage: Passage, environment: CampaignEnvironment): readonly Step[] {
  const { id, repository, branch, onlyIf } = passage;
  const { mergeMethod: method, defaultBranch } = repositoryNamed(environment, repository);
  const common = commonOf(passage);
  return [
    gate(passage, environment),
    act({
      ...common,
      id: `${id}.merge`,
      title: `merge it into ${defaultBranch} of ${repository}`,
      because: "exactly the head that was reviewed and is green",
      after: [`${id}.gate`],
      onlyIf,
      resources: [thing("github", "merge", `${repository}#${branch}`, id, { repository, branch, method })],
    }),
    wait({
      ...common,
      id: `${id}.merged`,
      title: `see it in ${defaultBranch} of ${repository}`,
      after: [`${id}.merge`],
      onlyIf: passage.followedIf,
      conditions: [waitedFor(passage.merged)],
      otherwise: `look at ${defaultBranch} of ${repository}: somebody may have changed the same lines since`,
    }),
    ...built(passage, environment),
  ];
}

function gate(passage: Passage, environment: CampaignEnvironment): Step {
  const { id, repository, branch, onlyIf, mergesAfter } = passage;
  const { approvals } = repositoryNamed(environment, repository);
  const reviews = approvals === 1 ? "a review" : `${approvals} reviews`;
  const what = `the pull request of ${repository} has ${reviews} of its head and its checks are green`;
  const parameters = { repository, branch, approvals };
  return wait({
    ...commonOf(passage),
    id: `${id}.gate`,
    title: `wait for ${reviews} and green checks in ${repository}`,
    after: [`${id}.pr`, ...mergesAfter],
    isGate: true,
    onlyIf,
    conditions: [
      waitedFor(
        looked("github", "ready-to-merge", what, parameters),
        environment.sources.bump.policies.gatePatienceSeconds,
      ),
    ],
    otherwise: 'have it reviewed and its checks mended; resume!("{run}") looks again',
  });
}

function commonOf({ lane, isOptional }: Passage) {
  return { lane, isRequired: !isOptional };
}

/** Nothing to wait for where no pipeline builds from the repository. */
function built(passage: Passage, environment: CampaignEnvironment): readonly Step[] {
  const { id, repository, followedIf } = passage;
  const { pipelines } = repositoryNamed(environment, repository);
  if (pipelines.length === 0) return [];
  const { pipelineWithinSeconds } = environment.sources.bump.policies;
  const parameters = { pipelines, repository, revision: { evidenceOf: `${id}.merged` } };
  const what = `${named(pipelines)} built the merged revision of ${repository}`;
  return [
    wait({
      ...commonOf(passage),
      id: `${id}.built`,
      title: `wait until ${named(pipelines)} built it`,
      after: [`${id}.merged`],
      isGate: true,
      onlyIf: followedIf,
      conditions: [waitedFor(looked("gocd", "built", what, parameters), pipelineWithinSeconds)],
      otherwise: pipelines.map((pipeline) => `mend it, then TriggerPipeline!("${pipeline}")`).join("; "),
    }),
  ];
}

function named(pipelines: readonly string[]): string {
  return `${pipelines.length === 1 ? "pipeline" : "pipelines"} ${pipelines.join(", ")}`;
}

/** Closed without a merge, where it is still open. */
export function closed(passage: Passage, after: readonly string[]): Step {
  const { id, repository, branch } = passage;
  const what = `the pull request of ${branch} is open`;
  const isOpen: Condition = looked("github", "pr-open", what, { repository, branch });
  return act({
    ...commonOf(passage),
    id: `${id}.close`,
    title: `close the open pull request of the bump in ${repository}, without merging it`,
    after,
    onlyIf: { condition: isOpen, holds: "yes", because: "it is still open", unless: "no open pull request to close" },
    resources: [pull(passage, { repository, branch, state: "closed" })],
  });
}

function pull({ id, repository, branch }: Passage, desired: Parameters<typeof thing>[4]) {
  return thing("github", "pull-request", `${repository}#${branch}`, id, desired);
}

/** The last step of a passage: what hangs on it comes after it. */
export function endOf(
  { id, repository }: Pick<Passage, "id" | "repository">,
  environment: CampaignEnvironment,
): string {
  return repositoryNamed(environment, repository).pipelines.length === 0 ? `${id}.merged` : `${id}.built`;
}
