import {
  act,
  ask,
  attest,
  type CampaignEnvironment,
  check,
  type ImageEdit,
  type Proviso,
  type Step,
  wait,
} from "../../src/runbook.ts";
import { looked, thing, waitedFor } from "./campaign.ts";
import { dependingModels, modelQuestion, pinsAgree, pinsNotNewer } from "./campaign-bump.ts";
import { clusterAt, runsVersion } from "./campaign-cluster.ts";

/** What is looked at and asked before anything is changed. */
export function beforehand(environment: CampaignEnvironment, version: string): readonly Step[] {
  return [
    ...versionIsOffered(environment, version),
    goesForwards(environment, version),
    dagsAreNoted(),
    ...modelsAreChosen(environment),
  ];
}

/** Ids of the steps before the first edit. */
export function openingIds({ sources }: CampaignEnvironment): readonly string[] {
  return [...(sources.bump.candidates ? ["version"] : []), "forwards", "dags"];
}

/** The program may pull an image and update a package index first. */
const updateWithinSeconds = 200;

/** Nothing to look at where no program lists the versions there are. */
function versionIsOffered({ sources }: CampaignEnvironment, version: string): readonly Step[] {
  const { candidates } = sources.bump;
  if (!candidates) return [];
  const parameters = { argv: candidates.argv, package: candidates.package, version };
  const offered = looked("programs", "version-offered", `${candidates.package} ${version} is offered`, parameters);
  return [
    check({
      id: "version",
      title: `find Mesos ${version} among the versions that are offered`,
      after: [],
      isRequired: false,
      conditions: [{ ...offered, answersWithinSeconds: updateWithinSeconds }],
      otherwise: "take one that is offered, or skip this with where that version comes from",
    }),
  ];
}

/** Masters first is the order of an upgrade, and no order for the way back. */
function goesForwards({ sources }: CampaignEnvironment, version: string): Step {
  return check({
    id: "forwards",
    title: `see that no pin is newer than ${version}`,
    after: [],
    conditions: [pinsNotNewer(version, sources.bump)],
    otherwise: "a bump goes forwards: RevertBump takes one back, MesosCluster.rollback a cluster",
  });
}

function dagsAreNoted(): Step {
  return check({
    id: "dags",
    title: "note which DAGs there are, and which of them are paused",
    because: "a revert compares with it",
    after: [],
    isRequired: false,
    conditions: [looked("airflow", "dags-listed", "the DAGs are known", {})],
    otherwise: "mend the way to Airflow; without it a revert cannot tell whether the DAGs are as they were",
  });
}

function modelsAreChosen({ sources }: CampaignEnvironment): readonly Step[] {
  if (sources.bump.models.repositories.length === 0) return [];
  const { check: models, ask: which } = modelQuestion;
  return [
    check({
      id: models,
      title: "find the models that depend on the images",
      after: [],
      conditions: [dependingModels(sources.bump)],
    }),
    ask({
      id: which,
      title: "say which models are bumped",
      after: [models],
      question: { text: "Which of these models are bumped?", shows: [models], selectsFrom: models },
    }),
  ];
}

/** What is built next is made from these. */
export function imagesAreThere({ id, images }: ImageEdit, version: string, after: readonly string[]): Step {
  const what = `the registry has ${images.length === 1 ? "the image" : "each image"} with the tag ${version}`;
  return wait({
    id: `${id}.tags`,
    title: `see the tag ${version} in the registry: ${images.map((image) => image.replace(/^.*\//, "")).join(", ")}`,
    lane: id,
    after,
    conditions: [waitedFor(looked("registry", "tags-present", what, { images, tag: version }))],
    otherwise: "look at what the pipeline pushed; what comes next is made from it",
  });
}

/** A cluster of that version and a job on it. Where every pin has the version already there is nothing left to prove. */
export function tried(environment: CampaignEnvironment, version: string, after: readonly string[]): readonly Step[] {
  const { trialStack: stack } = environment.sources.bump;
  const because = "nothing else is merged before a job has succeeded on it";
  const onlyIf: Proviso = { condition: pinsAgree(version), holds: "no", because: "there is something left to prove" };
  const steps = [...clusterAt({ stack, verb: "upgrade", version, because, after }), jobRuns(environment, version)];
  return steps.map((step) => ({ ...step, onlyIf }));
}

function jobRuns({ sources }: CampaignEnvironment, version: string): Step {
  const { trialStack: stack, job } = sources.bump;
  const common = { id: "job", lane: stack, after: [`${stack}.runs`] };
  if (job) {
    const { argv, withinSeconds } = job;
    return act({
      ...common,
      title: `run a job on ${stack}: ${argv.join(" ")}`,
      resources: [thing("programs", "program", "job", stack, { argv, withinSeconds })],
      otherwise: "read what it printed; nothing else is merged before a job has succeeded",
    });
  }
  return attest({
    ...common,
    title: `run a job on ${stack} and see it succeed: sabesp, and itaipu filtered`,
    question: {
      text: `Which job succeeded on ${stack} with Mesos ${version}? Its name or link, and who saw it`,
      shows: [],
    },
  });
}

/** That all is one, and what becomes of the cluster that was made to try it. */
export function afterwards({ sources }: CampaignEnvironment, version: string): readonly Step[] {
  const { stacks, trialStack: stack } = sources.bump;
  const others = stacks.filter((pin) => pin.stack !== stack);
  const clusters = others.map((pin) => runsVersion(pin.stack, version, `${pin.stack} runs Mesos ${version}`, 60));
  return [
    check({
      id: "agree",
      title: `see that every pin and every cluster is at ${version}`,
      isRequired: false,
      conditions: [pinsAgree(version), ...clusters],
      otherwise: "versions() shows which one is not",
    }),
    ask({
      id: "trial",
      title: `say what becomes of the cluster ${stack}`,
      after: ["agree"],
      question: {
        text: `The bump is done. Is the cluster ${stack} destroyed?`,
        shows: [],
        choices: [
          { name: "destroy", title: "all of its servers and volumes are lost; it asks once more" },
          { name: "keep", title: `it stays, with Mesos ${version}` },
        ],
      },
    }),
    act({
      id: "trial.destroy",
      title: `destroy ${stack}: MesosCluster.destroy for "${stack}"`,
      isRequired: false,
      after: ["trial"],
      onlyIf: { answer: "trial", isOneOf: ["destroy"], because: "it has done its duty" },
      resources: [],
      runs: { recipe: "MesosCluster", verb: "destroy", args: [stack] },
      otherwise: "the bump is done: who thinks better of it skips this",
    }),
  ];
}
