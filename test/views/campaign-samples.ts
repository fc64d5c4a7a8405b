import type { Json } from "../../src/model/json.ts";
import type { Change, Plan } from "../../src/model/plan.ts";
import type { Procedure, ProcedureStep, StepOutcome } from "../../src/model/procedure.ts";
import type { Step } from "../../src/runbook.ts";
import { bumpSteps } from "../runbooks/campaign-outline.ts";
import { changeOf, planOf } from "./samples.ts";

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
