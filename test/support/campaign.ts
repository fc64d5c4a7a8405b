import cantareira from "../../environments/cantareira.ts";
import type { AwsEnvironment, Stack } from "../../src/model/environment.ts";
import type { Sources } from "../../src/model/sources.ts";

type AwsWithSources = AwsEnvironment & { readonly sources: Sources };

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

/** Cantareira with small clusters and two models, one of which depends on the images. */
export function smallCampaign(sources: Sources = cantareira.sources): AwsWithSources {
  const stacks = Object.fromEntries(Object.entries(cantareira.stacks).map(([name, stack]) => [name, small(stack)]));
  return { ...cantareira, stacks, sources };
}

const bumpNames = [
  ...["mesos-base", "mesos-base-dependents"].map((id) => `dockerfiles#bump-mesos-1.11.0-${id}`),
  ...cantareira.sources.bump.edits.map(({ id, repository }) => `${repository}#bump-mesos-1.11.0-${id}`),
  ...cantareira.sources.bump.models.repositories.map((name) => `${name}#bump-mesos-1.11.0-model-${name}`),
  ...cantareira.sources.bump.stacks.map(({ id, repository }) => `${repository}#bump-mesos-1.11.0-${id}`),
];

/** Flags that answer everything that a bump to 1.11.0 asks in a rehearsal. */
export const bumpAnswers: readonly string[] = [
  "--yes",
  ...[...bumpNames, "test", "dev", "stable"].flatMap((name) => ["--confirm", name]),
  ...["which-models=all", "job=itaipu-filtered #12 succeeded", "trial=keep"].flatMap((note) => ["--attest", note]),
];
