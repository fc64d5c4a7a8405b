import cantareira from "../../environments/cantareira.ts";
import { branchOf } from "../../runbooks/parts/campaign.ts";
import { editsOf } from "../../runbooks/parts/campaign-bump.ts";
import type { AwsEnvironment, Stack } from "../../src/model/environment.ts";
import type { Sources } from "../../src/model/sources.ts";

type AwsWithSources = AwsEnvironment & { readonly sources: Sources };

/** What of cantareira a campaign walks through. Absent: all of it. */
export interface Extent {
  /** By the ids of the edits. */
  readonly edits?: readonly string[];
  readonly models?: readonly string[];
  /** The first one is where the version is tried. */
  readonly stacks?: readonly string[];
}

/** One that depends on the images, one that lags behind, one of the other image, and one that does not depend. */
const someModels = ["model-churn", "model-credit-line", "model-fraud", "model-income"];

/** Enough for every kind of step. */
export const shortWay: Extent = { edits: ["deploy", "aurora-jobs"], models: ["model-churn"], stacks: ["test", "dev"] };

/** One edit of each kind that every campaign has, and one stack. */
export const leastWay: Extent = { edits: ["deploy"], models: [], stacks: ["test"] };

/** One master and one agent: what a cluster is does not matter to a campaign, only that it is made and updated. */
function small(stack: Stack): Stack {
  const [zone] = stack.masters.zones;
  const none = { min: 0, max: 0, desiredAtCreation: 0 };
  return {
    ...stack,
    masters: { ...stack.masters, zones: zone ? [zone] : [] },
    fixed: { ...stack.fixed, count: 1 },
    onDemand: { ...stack.onDemand, ...none },
    spot: { ...stack.spot, ...none },
  };
}

/** Cantareira with small clusters, and no more of it than that. */
export function smallCampaign({ edits, models = someModels, stacks }: Extent = {}): AwsWithSources {
  const { sources } = cantareira;
  const all = Object.entries(cantareira.stacks).filter(([name]) => !stacks || stacks.includes(name));
  const bump = {
    ...sources.bump,
    edits: sources.bump.edits.filter(({ id }) => !edits || edits.includes(id)),
    models: { ...sources.bump.models, repositories: models },
    stacks: sources.bump.stacks.filter(({ stack }) => !stacks || stacks.includes(stack)),
  };
  return {
    ...cantareira,
    stacks: Object.fromEntries(all.map(([name, stack]) => [name, small(stack)])),
    sources: { ...sources, repositories: withoutOtherModels(sources, models), bump },
  };
}

function withoutOtherModels({ repositories, bump }: Sources, models: readonly string[]): Sources["repositories"] {
  const others = bump.models.repositories.filter((name) => !models.includes(name));
  return Object.fromEntries(Object.entries(repositories).filter(([name]) => !others.includes(name)));
}

const version = "1.11.0";

/** The pull request of each edit: `deploy#bump-mesos-1.11.0-deploy`. */
export function headsOf({ bump }: Sources): readonly string[] {
  return editsOf(bump).map((edit) => `${edit.repository}#${branchOf(edit, version)}`);
}

const bumpNames = headsOf(cantareira.sources);

const clusterNames = ["test", "dev", "stable"];
const pipelineNames = cantareira.sources.bump.dagPipelines;

const confirmed = [...bumpNames, ...clusterNames].flatMap((name) => ["--confirm", name]);

/** @param attested by the step's id */
export function attesting(attested: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(attested).flatMap(([step, note]) => ["--attest", `${step}=${note}`]);
}

const bumpWords = { "which-models": "all", job: "itaipu-filtered #12 succeeded", trial: "keep" };

/** Flags that answer everything that a bump to 1.11.0 asks in a rehearsal. */
export function answersOfBump(words: Readonly<Record<string, string>> = {}): readonly string[] {
  return ["--yes", ...confirmed, ...attesting({ ...bumpWords, ...words })];
}

export const bumpAnswers: readonly string[] = answersOfBump();

/** The same for taking it back. */
export function answersOfRevert(words: Readonly<Record<string, string>> = {}): readonly string[] {
  const reverts = bumpNames.map((name) => name.replace("#", "#revert-"));
  const names = [...reverts, ...bumpNames, ...clusterNames, ...pipelineNames];
  return ["--yes", ...names.flatMap((name) => ["--confirm", name]), ...attesting({ "what-else": "all", ...words })];
}

/** The same flags, but for what answers that question: a name to be confirmed, or a step's id. */
export function without(answers: readonly string[], lacking: string): readonly string[] {
  const isOf = (value = "") => value === lacking || value.startsWith(`${lacking}=`);
  return answers.filter((flag, index) => !isOf(flag) && !isOf(answers[index + 1]));
}
