import { argument, type CampaignEnvironment, campaign, type StackPin, type Step } from "../src/runbook.ts";
import { versionIn } from "./parts/campaign.ts";
import { bumped, modelBumped, neededBy } from "./parts/campaign-bump.ts";
import { clusterAt } from "./parts/campaign-cluster.ts";
import { afterwards, beforehand, imagesAreThere, openingIds, tried } from "./parts/campaign-frame.ts";
import { endOf, merged, proposed } from "./parts/campaign-passage.ts";

export const BumpMesos = campaign({
  title: "Bump Mesos in every repository, image and cluster",
  why: `For a new version of Mesos. The images are built first; then every repository that names the version gets its
pull request, a test cluster and a job prove it, and only then the rest is merged, built and rolled out: dev, then
stable. It takes days: while a pull request waits for its review the run is parked, what does not need that one goes on,
and resume! looks again. What is done already is found by looking, whoever did it.`,
  parameters: [{ name: "version", type: "mesos-version", title: "the Mesos version to bump to, e.g. 1.11.0" }],
  guards: ["reviewed-merges", "older-masters", "master-quorum", "share-at-once", "stack-protection"],
  wayBack: 'RevertBump!("{run}")',
  isExclusive: true,
  scope: () => "versions",
  steps(context) {
    const { environment } = context;
    const version = versionIn(argument(context, 0));
    return [
      ...beforehand(environment, version),
      ...images(environment, version),
      ...everythingElse(environment, version),
      ...afterwards(environment, version),
    ];
  },
});

/** The base, then what is built from it: each merged, built, and its images in the registry. */
function images(environment: CampaignEnvironment, version: string): readonly Step[] {
  const { base, dependents } = environment.sources.bump;
  const first = bumped(base, version, { after: openingIds(environment), mergesAfter: [] });
  const second = bumped(dependents, version, { after: [`${base.id}.tags`], mergesAfter: [] });
  return [[first, base] as const, [second, dependents] as const].flatMap(([passage, edit]) => [
    ...proposed(passage, environment),
    ...merged(passage, environment),
    imagesAreThere(edit, version, [endOf(passage, environment)]),
  ]);
}

/** All pull requests are there to be reviewed while the trial goes on; nothing but the trial's pin is merged before it. */
function everythingElse(environment: CampaignEnvironment, version: string): readonly Step[] {
  const { dependents, edits, models, stacks, trialStack } = environment.sources.bump;
  const after = [`${dependents.id}.tags`];
  const trial = stacks
    .filter(({ stack }) => stack === trialStack)
    .map((pin) => bumped(pin, version, { lane: pin.stack, after, mergesAfter: [] }));
  const own = edits.map((edit, index) => {
    const needed = neededBy(edit, edits.slice(0, index)).map((each) => endOf(each, environment));
    return bumped(edit, version, { after, mergesAfter: ["job", ...needed] });
  });
  const others = models.repositories.map((model) =>
    modelBumped(model, version, environment, { after: ["which-models", ...after], mergesAfter: ["job"] }),
  );
  const proven = [...own, ...others];
  return [
    ...[...proven, ...trial].flatMap((passage) => proposed(passage, environment)),
    ...trial.flatMap((passage) => merged(passage, environment)),
    ...tried(environment, version, trial.length === 0 ? after : trial.map((passage) => endOf(passage, environment))),
    ...proven.flatMap((passage) => merged(passage, environment)),
    ...rolledOut(environment, version, ["job", ...proven.map((passage) => endOf(passage, environment))]),
  ];
}

/** The other stacks one after the other: its pin, then its cluster. A pin that is merged early would be followed by anybody's create. */
function rolledOut(environment: CampaignEnvironment, version: string, after: readonly string[]): readonly Step[] {
  const { stacks, trialStack } = environment.sources.bump;
  const others = stacks.filter(({ stack }) => stack !== trialStack);
  return others.flatMap((pin, index) => {
    const before = others[index - 1];
    return updated(pin, environment, version, before ? [`${before.stack}.runs`] : after);
  });
}

function updated(pin: StackPin, environment: CampaignEnvironment, version: string, after: readonly string[]) {
  const { stack } = pin;
  const passage = bumped(pin, version, { lane: stack, after, mergesAfter: [] });
  const because = "masters first, the leader last, then agents in batches; fixed agents too, one after the other";
  return [
    ...proposed(passage, environment),
    ...merged(passage, environment),
    ...clusterAt({ stack, verb: "upgrade", version, because, after: [endOf(passage, environment)] }),
  ];
}
