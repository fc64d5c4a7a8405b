import type { Json } from "../../src/model/json.ts";
import type { Change, Plan } from "../../src/model/plan.ts";
import type { Procedure, ProcedureStep, StepOutcome } from "../../src/model/procedure.ts";
import type { Run, RunEvent } from "../../src/model/run.ts";
import type { Step } from "../../src/runbook.ts";
import { bumpSteps } from "../runbooks/campaign-outline.ts";
import { changeOf, planOf, runOf } from "./samples.ts";

const edits: Readonly<Record<string, readonly [file: string, line: number, before: string]>> = {
  "mesos-base": ["mesos-base/Dockerfile", 3, "ARG MESOS_VERSION=1.9.0"],
  "mesos-base-dependents": ["aurora-client/Dockerfile", 1, "FROM registry.example/mesos-base:1.9.0"],
  deploy: ["lib/recipes/mesos_cluster.rb", 30, '  MESOS_MASTER_VERSION = "1.9.0".freeze'],
};

/** A change as the systems make it of what the runbook wants. */
function changeIn(
  step: Step,
  { system, kind, name, role, desired }: Extract<Step, { kind: "act" }>["resources"][number],
): Change {
  const action = kind === "branch" || kind === "pull-request" ? "create" : "act";
  const [file, line, before] = edits[role] ?? [`${role}.txt`, 7, "version 1.9.0"];
  const diff = [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${line},1 +${line},1 @@`,
    `-${before}`,
    `+${before.replace("1.9.0", "1.11.0")}`,
  ].join("\n");
  return changeOf(action, kind, name, {
    id: `${step.id}: ${action} ${kind}/${name}`,
    system,
    stack: "",
    role,
    risk: kind === "merge" ? "disruptive" : "safe",
    because: "the default branch has another version",
    ...(kind === "branch" && { before: { versions: { mesos: "1.9.0" } } }),
    after: kind === "branch" ? { repository: name.split("/")[0] ?? "", version: "1.11.0", diff } : { ...desired },
  });
}

const drafted = bumpSteps().map((step) => ({
  step,
  changes: step.kind === "act" && !step.runs ? step.resources.map((resource) => changeIn(step, resource)) : [],
}));

export const bump: Procedure = {
  runbook: "BumpMesos",
  title: "Bump Mesos in every repository, image and cluster",
  why: "For a new version of Mesos.",
  steps: drafted.map(({ step, changes }): ProcedureStep => {
    const { isRequired = true, ...rest } = step;
    const own = step.kind === "act" && !step.runs ? { changes: changes.map(({ id }) => id) } : {};
    const { resources: _, ...plain } = { resources: undefined, ...rest };
    return { ...plain, isRequired, ...own };
  }),
};

const sabesp = ["branch", "pr", "gate", "merge"].map((end) => [
  `sabesp.${end}`,
  "nubank/sabesp has aurora-client 1.11.0",
]);

/** A bump as it is looked at before it is begun; sabesp has the version already. */
export const bumpPlan: Plan = planOf({
  title: "BumpMesos 1.11.0",
  environment: "cantareira",
  stack: "versions",
  invocation: { recipe: "BumpMesos", verb: "", args: ["1.11.0"] },
  changes: drafted.flatMap(({ changes }) => changes),
  procedure: bump,
  look: { seen: {}, omitted: Object.fromEntries(sabesp) },
});

export function passed(step: string, detail = "", value?: Json): StepOutcome {
  return { step, state: "passed", detail, ...(value !== undefined && { value }), at: "2026-03-01T15:00:00.000Z" };
}

const pull = (repository: string, number: number) => ({
  number,
  url: `https://github.com/nubank/${repository}/pull/${number}`,
  head: `479ba25bdf${number}`,
  approvedBy: ["reviewer-a"],
});
const builtBy = (pipeline: string, counter: number) => [
  {
    pipeline,
    counter,
    label: `${counter}`,
    url: `https://go.example/${pipeline}/${counter}`,
    result: "Passed",
    tookSeconds: 398,
  },
];

/** What came of the steps until the gates of deploy and scale-cluster are shut. */
const outcomes: readonly StepOutcome[] = bump.steps.flatMap(({ id, lane }): StepOutcome[] => {
  if (lane === "dev" || lane === "stable" || ["agree", "trial", "trial.destroy"].includes(id)) return [];
  if (lane === "model-churn") return [{ ...passed(id, "model-churn is left out: frozen until May"), state: "omitted" }];
  const isProposed = id.endsWith(".branch") || id.endsWith(".pr");
  const isHeld = ["deploy", "scale-cluster", "aurora-jobs"].includes(lane ?? "");
  if (isHeld) return isProposed ? [passed(id)] : [];
  if (id.endsWith(".gate")) return [passed(id, "approved by reviewer-a; 2 checks green", pull(lane ?? "", 74))];
  if (id.endsWith(".merged"))
    return [passed(id, "has it since 1c7686d836", { sha: "1c7686d836aa", short: "1c7686d836" })];
  if (id.endsWith(".built")) return [passed(id, `${lane} 138 passed in 7 min`, builtBy(lane ?? "", 138))];
  if (id.endsWith(".cluster")) return [passed(id, "r13 is done", { run: "r13" })];
  if (id === "which-models") return [passed(id, "without model-churn: frozen until May")];
  return [passed(id, id === "job" ? "itaipu-filtered #12 succeeded" : "")];
});

const shut = {
  "deploy.gate": "nubank/deploy#75: review by one more",
  "scale-cluster.gate": "nubank/scale-cluster#14: check ci/build in_progress",
  "aurora-jobs.gate": "nubank/aurora-jobs#20: review by one more",
};

function told({ step, state, detail }: StepOutcome): readonly RunEvent[] {
  return [
    { type: "step", step, state: "begun" },
    { type: "step", step, state, detail },
  ];
}

/** The events of a bump until its gates are shut. */
export const atGates: readonly RunEvent[] = [
  { type: "began", run: "r12", plan: bumpPlan, identities: [] },
  ...outcomes.flatMap(told),
  ...Object.entries(shut).map(([change, detail]): RunEvent => {
    const what = "the pull request has a review of its head and its checks are green";
    return { type: "waiting", change, what, state: { holds: "no", detail }, withinSeconds: 1800 };
  }),
];

/** The same run, parked there. */
export const gatesShut: Run = runOf({
  id: "r12",
  title: "BumpMesos 1.11.0",
  stack: "versions",
  status: "parked",
  plan: bumpPlan,
  outcomes,
  why: Object.entries(shut)
    .map(([id, detail]) => `${bump.steps.find((step) => step.id === id)?.title}: ${detail}`)
    .join("\n"),
  next: 'have it reviewed: https://github.com/nubank/deploy/pull/75; then resume!("r12") goes on, from any console of this journal',
});
