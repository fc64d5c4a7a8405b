import assert from "node:assert/strict";
import test from "node:test";
import { provisosOf } from "#src/model/procedure.ts";
import type { Step } from "#src/runbook.ts";
import cantareira from "../../environments/cantareira.ts";
import { BumpMesos } from "../../runbooks/bump-mesos.ts";
import { bumpSteps, campaigns, stepsOfCampaign } from "./campaign-outline.ts";
import { conditionsOf, evidenceUsedBy, needsOf, provisosIn, resourcesOf } from "./outline.ts";

/** What is wrong with the steps of any campaign, a line each. */
function faults(faultsOf: (step: Step, before: readonly Step[]) => readonly string[]): readonly string[] {
  return campaigns.flatMap(([name, steps]) =>
    steps.flatMap((step, index) =>
      faultsOf(step, steps.slice(0, index)).map((fault) => `${name}, ${step.id}: ${fault}`),
    ),
  );
}

test("a campaign is data, and no step has the id of another", () => {
  for (const [name, steps] of campaigns) {
    assert.deepEqual(JSON.parse(JSON.stringify(steps)), steps, name);
    assert.equal(new Set(steps.map(({ id }) => id)).size, steps.length, name);
  }
});

test("a step comes after steps that stand before it, and after no other", () => {
  assert.deepEqual(
    faults(({ after = [] }, before) => after.filter((id) => !before.some((step) => step.id === id))),
    [],
  );
});

test("what a step uses of another one is seen before it, on every way through the graph", () => {
  const missing = campaigns.flatMap(([name, steps]) =>
    steps.flatMap((step) => {
      const needs = needsOf(step.id, steps);
      const used = conditionsOf(step).length > 0 ? evidenceUsedBy(step) : [];
      const answers = provisosOf(step).flatMap((proviso) => ("answer" in proviso ? [proviso.answer] : []));
      const own = [...used.map((id) => id.replace(/: .*/, "")), ...answers].filter((id) => !isAskedFirst(id));
      return own.filter((id) => !needs.has(id)).map((id) => `${name}, ${step.id}: ${id}`);
    }),
  );
  assert.deepEqual(missing, []);
});

/** What may be excepted is asked when the run begins; where it was not, nothing is excepted. */
function isAskedFirst(id: string): boolean {
  return id === "which-models";
}

test("every lane's gate is watched, and says what to do", () => {
  assert.deepEqual(
    faults((step) => {
      if (step.isGate !== true) return [];
      const patience = step.id.endsWith(".built") ? 2 * 60 * 60 : 30 * 60;
      const waits = conditionsOf(step).some(({ withinSeconds }) => withinSeconds === patience);
      return step.kind === "wait" && step.otherwise && waits ? [] : ["is no gate"];
    }),
    [],
  );
});

test("a bump goes the operators' way: images, proposals, trial, job, merges, dev, stable", () => {
  const steps = bumpSteps();
  const chain = [
    "mesos-base.merge",
    "mesos-base.built",
    "mesos-base.tags",
    "mesos-base-dependents.branch",
    "mesos-base-dependents.tags",
    "pin-test.branch",
    "pin-test.merged",
    "test.cluster",
    "test.runs",
    "job",
    "deploy.gate",
    "deploy.built",
    "pin-dev.branch",
    "pin-dev.merged",
    "dev.cluster",
    "dev.runs",
    "pin-stable.branch",
    "stable.cluster",
    "stable.runs",
    "agree",
    "trial",
    "trial.destroy",
  ];
  for (const [index, id] of chain.slice(1).entries()) {
    assert.ok(needsOf(id, steps).has(chain[index] ?? ""), `${id} comes after ${chain[index]}`);
  }
});

test("before the job nothing is merged but the images and the trial's pin", () => {
  const steps = bumpSteps();
  const merges = steps.filter(({ id }) => id.endsWith(".merge")).map(({ id }) => id);
  const early = merges.filter((id) => !needsOf(id, steps).has("job"));
  assert.deepEqual(early, ["mesos-base.merge", "mesos-base-dependents.merge", "pin-test.merge"]);
  const proposals = steps.filter(({ id }) => id.endsWith(".pr") && !needsOf(id, steps).has("job"));
  assert.equal(proposals.length, 3 + 4 + 5, "all others are there to be reviewed meanwhile");
});

test("aurora-jobs is merged after sabesp was built; a model waits for no other repository", () => {
  const steps = bumpSteps();
  assert.ok(needsOf("aurora-jobs.gate", steps).has("sabesp.built"));
  assert.ok(!needsOf("sabesp.gate", steps).has("deploy.merge"));
  assert.ok(!needsOf("model-fraud.gate", steps).has("aurora-jobs.merge"));
});

test("what is there already is left out by looking; a model also by the operator", () => {
  const steps = bumpSteps();
  const provisos = (id: string) => provisosIn(steps.find((step) => step.id === id));
  assert.deepEqual(provisos("deploy.branch"), ["edit-needed: yes"]);
  assert.deepEqual(provisos("deploy.built"), []);
  assert.deepEqual(provisos("model-churn.merge"), ["which-models: with model-churn", "edit-needed: yes"]);
  assert.deepEqual(provisos("model-churn.built"), ["which-models: with model-churn"]);
  assert.deepEqual(provisos("job"), ["pins-agree: no"]);
});

test("clusters are brought to the campaign's version, whatever this console's file pins", () => {
  const runs = bumpSteps().flatMap((step) => (step.kind === "act" && step.runs ? [step.runs] : []));
  assert.deepEqual(
    runs.map(({ verb, args, mesosVersion }) => [verb, ...args, mesosVersion]),
    [
      ["upgrade", "test", "1.11.0"],
      ["upgrade", "dev", "1.11.0"],
      ["upgrade", "stable", "1.11.0"],
      ["destroy", "test", undefined],
    ],
  );
});

test("that the campaign changes the pins of this console's file is no other campaign", () => {
  const { test, dev, stable } = cantareira.stacks;
  const pinnedAt = (mesosVersion: string) => {
    const stacks = { test, dev: { ...dev, mesosVersion }, stable: { ...stable, mesosVersion } };
    return bumpSteps({ ...cantareira, stacks });
  };
  assert.deepEqual(pinnedAt("1.11.0"), pinnedAt("1.9.0"));
});

test("a job that the environment names is run, with its time; else a person says which one succeeded", () => {
  const { sources } = cantareira;
  const job = { argv: ["sabesp", "jobs", "create", "test", "itaipu"], withinSeconds: 7200 };
  const withJob = { ...cantareira, sources: { ...sources, bump: { ...sources.bump, job } } };
  const of = (steps: readonly Step[]) => steps.filter(({ id }) => id === "job");
  assert.deepEqual(
    of(bumpSteps(withJob))
      .flatMap(resourcesOf)
      .map(({ system, desired }) => [system, desired]),
    [["programs", job]],
  );
  assert.deepEqual(
    of(bumpSteps()).map(({ kind }) => kind),
    ["attest"],
  );
});

test("who thinks better of destroying the trial's cluster can still end the campaign", () => {
  assert.equal(bumpSteps().find(({ id }) => id === "trial.destroy")?.isRequired, false);
});

test("a text that is no version is refused before it gets into a branch", () => {
  for (const text of ["1.11.0; rm", "-1", "1..2", ""]) {
    assert.throws(() => stepsOfCampaign(BumpMesos, [text]), { code: "wrong-version" });
  }
});
