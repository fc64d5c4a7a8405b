import assert from "node:assert/strict";
import test from "node:test";
import type { StepOutcome } from "#src/model/procedure.ts";
import type { Step } from "#src/runbook.ts";
import { bumpRun, bumpSteps, revertSteps } from "./campaign-outline.ts";
import { conditionsOf, needsOf, provisosIn, resourcesOf } from "./outline.ts";

const ids = (steps: readonly Step[]) => steps.map(({ id }) => id);
const ending = (steps: readonly Step[], end: string) =>
  ids(steps).flatMap((id) => (id.endsWith(end) ? [id.slice(0, -end.length)] : []));
/** The bump stopped right before that step. */
function stoppedBefore(id: string) {
  const steps = ids(bumpSteps());
  const left: Record<string, undefined> = Object.fromEntries(
    steps.slice(steps.indexOf(id)).map((each) => [each, undefined]),
  );
  return bumpRun(left);
}

test("aurora-jobs, scale-cluster and deploy are taken back unasked, then their pipelines and the DAGs', then the clusters", () => {
  const steps = revertSteps(bumpRun());
  const chain = [
    "aurora-jobs.merge",
    "aurora-jobs.built",
    "dagao.trigger",
    "dagao.ran",
    "dagao-deploy.trigger",
    "dagao-deploy.ran",
    "dags-parse",
    "dags-same",
    "pin-stable.merge",
    "stable.draining",
    "stable.cluster",
    "stable.runs",
    "pin-dev.merge",
    "dev.cluster",
    "dev.runs",
  ];
  for (const [index, id] of chain.slice(1).entries()) {
    assert.ok(needsOf(id, steps).has(chain[index] ?? ""), `${id} comes after ${chain[index]}`);
  }
  assert.ok(["scale-cluster.built", "deploy.built"].every((id) => needsOf("dagao.trigger", steps).has(id)));
  const asked = steps.filter((step) => provisosIn(step).some((each) => each.startsWith("what-else")));
  assert.deepEqual(
    ["aurora-jobs", "scale-cluster", "deploy", "pin-stable"].filter((id) =>
      asked.some((step) => step.id.startsWith(`${id}.`)),
    ),
    [],
  );
});

test("everything else is taken back on request, what needs the images before the images", () => {
  const steps = revertSteps(bumpRun());
  const onRequest = ending(steps, ".branch").filter((id) =>
    provisosIn(steps.find((step) => step.id === `${id}.branch`)).includes(`what-else: with ${id}`),
  );
  assert.deepEqual(onRequest, [
    "model-lifetime-value",
    "model-income",
    "model-fraud",
    "model-credit-line",
    "model-churn",
    "sabesp",
    "mesos-base-dependents",
    "mesos-base",
  ]);
  assert.ok(needsOf("sabesp.gate", steps).has("aurora-jobs.merged"));
  assert.ok(needsOf("mesos-base-dependents.gate", steps).has("model-churn.merged"));
  assert.ok(needsOf("mesos-base.gate", steps).has("mesos-base-dependents.merged"));
});

test("clusters go back to what their pins had, agents first, the last that was updated first", () => {
  const runs = revertSteps(bumpRun({ "trial.destroy": "omitted" })).flatMap((step) =>
    step.kind === "act" && step.runs ? [step.runs] : [],
  );
  assert.deepEqual(
    runs.map(({ verb, args, mesosVersion }) => [verb, ...args, mesosVersion]),
    [
      ["rollback", "stable", "1.9.0"],
      ["rollback", "dev", "1.9.0"],
      ["rollback", "test", "1.9.0"],
    ],
  );
});

test("each cluster is looked at before: none of its agents is draining", () => {
  const steps = revertSteps(bumpRun());
  const looks = steps.filter(({ id }) => id.endsWith(".draining")).flatMap(conditionsOf);
  assert.deepEqual(
    looks.map(({ system, name, stack }) => [system, name, stack]),
    [
      ["mesos", "none-draining", "stable"],
      ["mesos", "none-draining", "dev"],
    ],
  );
});

test("a trial cluster that was destroyed is not made again, nor one whose end was begun", () => {
  assert.deepEqual(ending(revertSteps(bumpRun()), ".cluster"), ["stable", "dev"]);
  const begun = { ...bumpRun({ "trial.destroy": undefined }), begun: ["trial.destroy"] };
  assert.deepEqual(ending(revertSteps(begun), ".cluster"), ["stable", "dev"]);
});

test("a cluster that the bump never touched goes back only where it is found to be newer: none is made for it", () => {
  const provisos = (begun: readonly string[]) => {
    const steps = revertSteps({ ...stoppedBefore("test.cluster"), begun });
    return provisosIn(steps.find(({ id }) => id === "test.cluster"));
  };
  assert.deepEqual(provisos([]), ["launched-not-newer: no"]);
  assert.deepEqual(provisos(["test.cluster"]), []);
});

const stops: readonly (readonly [before: string, clusters: readonly string[], bringsDagsBack: boolean])[] = [
  ["test.cluster", ["test"], false],
  ["deploy.gate", ["test"], true],
  ["dev.cluster", ["dev", "test"], true],
  ["stable.cluster", ["stable", "dev", "test"], true],
];
for (const [before, clusters, bringsDagsBack] of stops) {
  test(`a bump that stopped before ${before} is taken back as far as it may have come`, () => {
    const steps = revertSteps(stoppedBefore(before));
    assert.deepEqual(ending(steps, ".cluster"), clusters);
    assert.equal(ids(steps).includes("dagao.trigger"), bringsDagsBack);
    assert.equal(ending(steps, ".branch").length, 14, "each repository is looked at: others may have gone on");
  });
}

test("a bump that ended before its first branch has nothing that could be taken back", () => {
  assert.throws(() => revertSteps(stoppedBefore("mesos-base.branch")), /r12 changed nothing/);
});

test("what a bump found merged by another console brings the DAGs back too", () => {
  const { outcomes, ...run } = stoppedBefore("test.cluster");
  const joined = outcomes.map((each) => (each.step === "deploy.pr" ? { ...each, state: "omitted" as const } : each));
  assert.ok(ids(revertSteps({ ...run, outcomes: joined })).includes("dagao.trigger"));
});

test("every open pull request is closed, only where it is open", () => {
  const steps = revertSteps(bumpRun()).filter(({ id }) => id.endsWith(".close"));
  assert.equal(steps.length, 14);
  assert.deepEqual([...new Set(steps.flatMap(provisosIn))], ["pr-open: yes"]);
  assert.deepEqual(
    steps
      .filter(({ id }) => id === "deploy.close")
      .flatMap(resourcesOf)
      .map(({ name, desired }) => [name, desired]),
    [
      [
        "deploy#bump-mesos-1.11.0-deploy",
        { repository: "deploy", branch: "bump-mesos-1.11.0-deploy", state: "closed" },
      ],
    ],
  );
});

test("the revert's pull request comes from a branch of its own and undoes what the bump's branch brought", () => {
  const branch = revertSteps(bumpRun()).find(({ id }) => id === "deploy.branch");
  assert.ok(branch?.kind === "act");
  const [resource] = branch.resources;
  assert.equal(resource?.name, "deploy/revert-bump-mesos-1.11.0-deploy");
  assert.equal(resource?.desired?.reverts, "bump-mesos-1.11.0-deploy");
});

test("a model that was left out of the bump is not asked for", () => {
  const left: Record<string, StepOutcome["state"]> = Object.fromEntries(
    ["branch", "pr", "gate", "merge", "merged", "built"].map((end) => [`model-churn.${end}`, "omitted"]),
  );
  assert.ok(!ids(revertSteps(bumpRun(left))).some((id) => id.startsWith("model-churn")));
});

test("an edit that somebody else had merged is looked at like the others", () => {
  const joined: Record<string, StepOutcome["state"]> = Object.fromEntries(
    ["branch", "pr", "gate", "merge"].map((end) => [`sabesp.${end}`, "omitted"]),
  );
  assert.ok(ids(revertSteps(bumpRun(joined))).includes("sabesp.merge"));
});

test("without a look at the DAGs before there is nothing to compare them with", () => {
  const steps = revertSteps(bumpRun({ dags: undefined }));
  assert.ok(ids(steps).includes("dags-parse"));
  assert.ok(!ids(steps).includes("dags-same"));
  assert.ok(needsOf("stable.cluster", steps).has("dags-parse"));
});

test("where the run does not tell the old version it is typed", () => {
  const joined = { ...bumpRun(), changes: [] };
  assert.throws(() => revertSteps(joined), { code: "unknown-version" });
  const [first] = revertSteps(joined, "1.8.1").flatMap((step) => (step.kind === "act" && step.runs ? [step.runs] : []));
  assert.equal(first?.mesosVersion, "1.8.1");
  assert.throws(() => revertSteps(joined, "1.8.1 --privileged"), { code: "wrong-version" });
});

test("a run of anything else is refused", () => {
  const other = { ...bumpRun(), invocation: { recipe: "MesosCluster", verb: "create", args: ["test"] } };
  assert.throws(() => revertSteps(other), { code: "not-a-bump", reason: "usage" });
});
