import {
  type CampaignEnvironment,
  campaign,
  check,
  type Edit,
  type Proviso,
  type StackPin,
  type Step,
} from "../src/runbook.ts";
import type { Passage } from "./parts/campaign.ts";
import { editsOf, neededBy } from "./parts/campaign-bump.ts";
import { clusterAt } from "./parts/campaign-cluster.ts";
import { dagsBroughtBack, dagsEnd } from "./parts/campaign-dags.ts";
import { endOf, merged, proposed } from "./parts/campaign-passage.ts";
import { bumpClosed, reverted, whatElse } from "./parts/campaign-revert.ts";
import { bumpIn, type RecordedBump } from "./parts/recorded-bump.ts";

export const RevertBump = campaign({
  title: "Take a Mesos bump back",
  why: `When a bump went wrong, wherever it stopped. It is made from what that run did: open pull requests are closed;
aurora-jobs, scale-cluster and deploy are reverted and merged, what else was merged on request; their pipelines and those
of the DAGs run; and the clusters go back to their old version, agents first: an older master cannot read what a newer
agent registered.`,
  parameters: [
    { name: "run", type: "run", title: "the run of BumpMesos, e.g. r12; it is over" },
    {
      name: "version",
      type: "mesos-version",
      isOptional: true,
      title: "the version that the clusters go back to, where the run does not tell",
    },
  ],
  guards: ["reviewed-merges", "older-masters", "master-quorum", "share-at-once", "stack-protection"],
  isExclusive: true,
  scope: () => "versions",
  steps(context) {
    const { environment } = context;
    const bump = bumpIn(context);
    const edits = editsOf(environment.sources.bump).filter((edit) => !bump.hasLeftOut(edit));
    const parts = partsOf(edits, environment);
    return [
      ...whatElse(parts.others, bump),
      ...[...parts.always, ...parts.others, ...parts.pins].map((edit) => bumpClosed(edit, laneOf(edit), bump)),
      ...repositoriesBack(parts, environment, bump),
      ...clustersBack(parts.pins, environment, bump),
    ];
  },
});

interface Parts {
  /** In the order in which they are taken back. */
  readonly always: readonly Edit[];
  readonly others: readonly Edit[];
  readonly pins: readonly StackPin[];
}

function partsOf(edits: readonly Edit[], { sources }: CampaignEnvironment): Parts {
  const { alwaysReverted, stacks } = sources.bump;
  const always = alwaysReverted.flatMap((id) => edits.find((edit) => edit.id === id) ?? []);
  const pins = stacks.filter(({ id }) => edits.some((edit) => edit.id === id)).toReversed();
  const rest = edits.filter(({ id }) => ![...always, ...pins].some((each) => each.id === id));
  return { always, others: rest.toReversed(), pins };
}

/** A stack is called by its own name. */
function laneOf({ id }: Edit): string {
  return id.replace(/^pin-/, "");
}

/** What the seed takes back at once, with the DAGs as soon as that is built; then what was asked for. */
function repositoriesBack(parts: Parts, environment: CampaignEnvironment, bump: RecordedBump): readonly Step[] {
  const always = parts.always.map((edit) => passageOf(edit, parts, environment, bump));
  const others = parts.others.map((edit) => passageOf(edit, parts, environment, bump));
  const built = always.map((passage) => endOf(passage, environment));
  return [
    ...[...always, ...others].flatMap((passage) => proposed(passage, environment)),
    ...always.flatMap((passage) => merged(passage, environment)),
    ...(bump.hasProven ? dagsBroughtBack(environment, bump.dags, built) : []),
    ...others.flatMap((passage) => merged(passage, environment)),
  ];
}

/** What needs it is taken back before it. */
function passageOf(edit: Edit, parts: Parts, environment: CampaignEnvironment, bump: RecordedBump): Passage {
  const isChosen = parts.others.includes(edit);
  const needed = needing(edit, parts, environment).map(({ id }) => `${id}.merged`);
  const mergesAfter = isChosen ? [...new Set([...needed, ...firstOf(parts, environment)])] : needed;
  return reverted(edit, bump, { lane: laneOf(edit), mergesAfter, isChosen });
}

/** What is taken back without asking comes first, where nothing that was asked for has to come before it. */
function firstOf(parts: Parts, environment: CampaignEnvironment): readonly string[] {
  const waitsForNone = (edit: Edit) => !needing(edit, parts, environment).some((each) => parts.others.includes(each));
  return parts.always.filter(waitsForNone).map(({ id }) => `${id}.merged`);
}

/** Everything is made from the images; the dependents are made from the base. */
function needing(edit: Edit, { always, others }: Parts, { sources }: CampaignEnvironment): readonly Edit[] {
  const { base, dependents } = sources.bump;
  const all = [...always, ...others];
  if (edit.id === base.id) return all.filter(({ id }) => id === dependents.id);
  if (edit.id === dependents.id) return all.filter(({ id }) => id !== base.id && id !== dependents.id);
  return all.filter((each) => neededBy(each, [edit]).length > 0);
}

/** One stack after the other, the last that was updated first: its pin, then its cluster where the bump came so far. */
function clustersBack(
  pins: readonly StackPin[],
  environment: CampaignEnvironment,
  bump: RecordedBump,
): readonly Step[] {
  const updated = pins.filter(({ stack }) => bump.mayHaveUpdated(stack));
  const before = bump.hasProven ? [dagsEnd(bump.dags)] : [];
  return pins.flatMap((pin) => {
    const previous = updated[updated.indexOf(pin) - 1];
    const passage = reverted(pin, bump, {
      lane: pin.stack,
      mergesAfter: previous ? [`${previous.stack}.runs`] : before,
    });
    return [
      ...proposed(passage, environment),
      ...merged(passage, environment),
      ...(updated.includes(pin) ? clusterBack(pin, endOf(passage, environment), bump) : []),
    ];
  });
}

/** Agents first; refused while one of them is between two states. */
function clusterBack({ stack }: StackPin, after: string, bump: RecordedBump): readonly Step[] {
  const what = `no agent of ${stack} is draining, drained or deactivated`;
  const version = bump.versionBefore(stack);
  const steps = [
    check({
      id: `${stack}.draining`,
      title: `see that no agent of ${stack} is draining or deactivated`,
      because: "an older master cannot recover a registry that says so",
      lane: stack,
      after: [after],
      conditions: [{ system: "mesos", name: "none-draining", stack, parameters: {}, what, withinSeconds: 60 }],
      otherwise: `MesosCluster.uncordon("${stack}", …) reactivates an agent; one that is gone is marked so`,
    }),
    ...clusterAt({
      stack,
      verb: "rollback",
      version,
      because: "agents first, then masters: an older master cannot read what a newer agent registered",
      after: [`${stack}.draining`],
    }),
  ];
  return bump.wasUpdatedByOthers(stack)
    ? steps.map((step) => ({ ...step, onlyIf: hasNewerHosts(stack, version) }))
    : steps;
}

/** Whoever merged the pin first may have made the cluster, and may have destroyed it since. */
function hasNewerHosts(stack: string, version: string): Proviso {
  const what = `no host of ${stack} is newer than ${version}`;
  const parameters = { version };
  const condition = { system: "aws", name: "launched-not-newer", stack, parameters, what, withinSeconds: 60 };
  return { condition, holds: "no", because: `hosts of ${stack} are newer than ${version}` };
}
