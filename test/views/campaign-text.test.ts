import assert from "node:assert/strict";
import test from "node:test";
import type { Procedure, ProcedureStep } from "../../src/model/procedure.ts";
import type { ConditionState } from "../../src/model/resource.ts";
import { diffLines } from "../../src/views/campaign-diff.ts";
import { lanesOf } from "../../src/views/campaign-lanes.ts";
import { planJson } from "../../src/views/json.ts";
import { planText, planToConfirm } from "../../src/views/plan-text.ts";
import { bumpPlan } from "./campaign-samples.ts";
import { changeOf, planOf } from "./samples.ts";

const wide = { columns: 110, hasColour: false };
const narrow = { columns: 44, hasColour: false };

test("a campaign is a graph: each lane with its move, its gate and what builds or runs it", () => {
  const text = planText(bumpPlan, wide);
  const map = text.split("\n\n")[0]?.split("\n").slice(1).join("\n");
  assert.equal(
    map,
    `\
  ●    mesos-base             1.9.0 -> 1.11.0   1 gate   pipeline dockerfiles
  │
  ●    mesos-base-dependents  1.9.0 -> 1.11.0   1 gate   pipeline dockerfiles
  │
  ●    test                   1.9.0 -> 1.11.0   1 gate   MesosCluster.upgrade   a person attests
  │
  ├    deploy                 1.9.0 -> 1.11.0   1 gate   pipeline deploy
  ├    scale-cluster          1.9.0 -> 1.11.0   1 gate   pipeline scale-cluster
  ├ ok sabesp                 nothing to do: nubank/sabesp has aurora-client 1.11.0
  ├    model-churn            1.9.0 -> 1.11.0   1 gate   pipeline model-churn
  ├    model-credit-line      1.9.0 -> 1.11.0   1 gate   pipeline model-credit-line
  ├    model-fraud            1.9.0 -> 1.11.0   1 gate   pipeline model-fraud
  ├    model-income           1.9.0 -> 1.11.0   1 gate   pipeline model-income
  ├    model-lifetime-value   1.9.0 -> 1.11.0   1 gate   pipeline model-lifetime-value
  │
  ●    aurora-jobs            1.9.0 -> 1.11.0   1 gate   pipeline aurora-jobs
  │
  ●    dev                    1.9.0 -> 1.11.0   1 gate   MesosCluster.upgrade
  │
  ●    stable                 1.9.0 -> 1.11.0   1 gate   MesosCluster.upgrade`,
  );
});

test("a lane tells its edit as a diff, its pull request, its gate, its merge and its builds, by the steps' numbers", () => {
  assert.match(
    planText(bumpPlan, wide),
    /\n {2}deploy {3}after test\n {6}\d\d {2}write 1\.11\.0 for mesos-master and mesos-slave in deploy, on a branch {3}safe\n {12}lib\/recipes\/mesos_cluster\.rb:30\n {12}- MESOS_MASTER_VERSION = "1\.9\.0"\.freeze\n {12}\+ MESOS_MASTER_VERSION = "1\.11\.0"\.freeze\n {6}\d\d {2}open its pull request in nubank\/deploy {3}safe\n {12}Run mesos-master and mesos-slave 1\.11\.0\n {12}from bump-mesos-1\.11\.0-deploy\n {6}\d\d {2}gate: wait for a review and green checks in deploy\n {6}\d\d {2}merge it into master of deploy {3}disruptive\n {6}\d\d {2}see it in master of deploy\n {6}\d\d {2}wait until pipeline deploy built it {3}at most 2:00:00\n/,
  );
});

test("where nothing is to be done one line says why, and a model says who may leave it out", () => {
  const text = planText(bumpPlan, wide);
  assert.equal(text.split("\n").filter((line) => line.includes("sabesp has aurora-client")).length, 1);
  assert.doesNotMatch(text, /\n {2}sabesp {3}after test\n/);
  assert.match(text, /\n {2}model-fraud {3}after test {3}only if step \d does not leave model-fraud out\n/);
  assert.match(text, /\n\d+ steps: .*; 4 not taken as the world is now\nTo do it: BumpMesos!\("1\.11\.0"\)$/);
});

test("above the first question the graph alone stands", () => {
  const text = planToConfirm(bumpPlan, wide);
  assert.match(text, /\n {2}● {4}stable .*\nEvery step in full: BumpMesos\("1\.11\.0"\)$/);
  assert.doesNotMatch(text, /on a branch/);
});

test("on 44 columns no line is wider, and the rail goes on beside what hangs below a name", () => {
  const text = planText(bumpPlan, narrow);
  assert.deepEqual(
    text.split("\n").filter((line) => line.length > 44),
    [],
  );
  assert.match(
    text,
    /\n {2}● {4}mesos-base\n {2}│ {4}1\.9\.0 -> 1\.11\.0 {3}1 gate {3}pipeline\n {2}│ {4}dockerfiles\n {2}│\n/,
  );
});

test("with colour the signs stay", () => {
  const text = planText(bumpPlan, { columns: 110, hasColour: true });
  assert.ok(text.includes('\u001b[31m- MESOS_MASTER_VERSION = "1.9.0".freeze\u001b[39m'));
});

test("the document tells lanes, what comes after what, gates and runs of their own", () => {
  const document = JSON.stringify(planJson(bumpPlan));
  assert.ok(document.includes('"lane":"deploy","after":["deploy.pr","job"],"isGate":true'));
  assert.ok(
    document.includes('"runs":{"recipe":"MesosCluster","verb":"upgrade","args":["dev"],"mesosVersion":"1.11.0"}'),
  );
});

test("an edit of many lines is shown whole; of one that would fill the screen it is said where the rest is", () => {
  const shown = (places: number) => {
    const hunks = Array.from(
      { length: places },
      (_, index) => `@@ -${index * 9 + 1} +${index * 9 + 1} @@\n-a${index}\n+b${index}`,
    );
    const after = { repository: "deploy", version: "1.11.0", diff: `--- a/x\n+++ b/x\n${hunks.join("\n")}` };
    const changes = bumpPlan.changes.map((change) =>
      change.id.startsWith("deploy.branch") ? { ...change, after } : change,
    );
    return planText({ ...bumpPlan, changes }, wide);
  };
  assert.match(shown(13), /\+ b12\n(?!.*more lines)/);
  assert.match(shown(20), /\n +21 more lines: --json has all of them\n/);
});

/** A revert where one pull request is only closed, a pipeline is triggered, and Airflow is looked at. */
const closing = changeOf("act", "pull-request", "deploy#bump", {
  ...{
    id: "close: act",
    does: "close nubank/deploy#74 without merging, and delete the branch",
    after: { state: "closed" },
  },
});
const reverting: Procedure = {
  ...{ runbook: "RevertBump", title: "Take it back", why: "It went wrong." },
  steps: [
    { id: "close", kind: "act", title: "close it", isRequired: true, lane: "deploy", changes: ["close: act"] },
    { id: "branch", kind: "act", title: "branch", isRequired: true, lane: "deploy", changes: [] },
    { id: "gate", kind: "wait", title: "wait for a review", isRequired: true, lane: "deploy", isGate: true },
    { id: "parse", kind: "wait", title: "see that Airflow parses", isRequired: true, lane: "airflow", conditions: [] },
  ],
};

test("each lane of the graph has its words: what is only closed, what is only waited for", () => {
  const text = planToConfirm(planOf({ procedure: reverting, changes: [closing] }), wide);
  assert.match(text, /\n {2}\S {4}deploy {3}closes #74\n/);
  assert.match(text, /\n {2}\S {4}airflow {2}see that Airflow parses\n/);
});

const chosen = { answer: "which", includes: "model-income", because: "", unless: "it does not depend on the images" };
const select = { text: "Which?", shows: [], selectsFrom: "models" };

test("a model that was not found among those that depend on the images is nothing to do, and says why", () => {
  const common = { isRequired: true, onlyIf: chosen } as const;
  const steps: readonly ProcedureStep[] = [
    { id: "models", kind: "check", title: "find them", isRequired: true, conditions: [] },
    { id: "which", kind: "ask", title: "choose", isRequired: true, question: select },
    { ...common, id: "m.pr", kind: "act", title: "open it", lane: "model-income", changes: ["close: act"] },
    { id: "d.pr", kind: "act", title: "open it", isRequired: true, lane: "deploy", changes: ["close: act"] },
  ];
  const condition = { system: "git", name: "depends", stack: "", parameters: {}, what: "known", withinSeconds: 1 };
  const found: ConditionState = { holds: "yes", detail: "one", value: ["model-churn"] };
  const look = { seen: { models: [{ condition, state: found }] }, omitted: {} };
  const plan = planOf({ procedure: { ...reverting, steps }, changes: [closing], look });
  assert.match(planToConfirm(plan, wide), /ok model-income {2}nothing to do: it does not depend on the images\n/);
});

const stepIn = (lane: string | undefined, id: string, ...after: readonly string[]): ProcedureStep => {
  return { id, kind: "act", title: id, isRequired: true, after, ...(lane !== undefined && { lane }) };
};
const of = (...steps: readonly ProcedureStep[]): Pick<Procedure, "steps"> => ({ steps });

test("a lane comes after those that its steps come after, through steps of none, and not after the same twice", () => {
  const steps = [
    stepIn("a", "a1"),
    stepIn(undefined, "between", "a1"),
    stepIn("b", "b1", "between"),
    stepIn("c", "c1", "b1", "a1"),
    stepIn("d", "d1"),
  ];
  assert.deepEqual(
    lanesOf(of(...steps)).map(({ name, after, level }) => [name, after, level]),
    [
      ["a", [], 0],
      ["d", [], 0],
      ["b", ["a"], 1],
      ["c", ["b"], 2],
    ],
  );
});

test("a ring in what a journal says ends", () => {
  const ring = of(stepIn("a", "a1", "b1"), stepIn("b", "b1", "a1"));
  assert.equal(lanesOf(ring).length, 2);
});

test("a diff is told by its places, its lines without what stands around them", () => {
  const diff = [
    ..."--- a/x/Dockerfile|+++ b/x/Dockerfile|@@ -1,5 +1,5 @@| FROM ubuntu|-ARG A=1|+ARG A=2| RUN x".split("|"),
    ..."@@ -20,3 +20,3 @@| a|-b|+c".split("|"),
  ].join("\n");
  assert.deepEqual(
    diffLines(diff).map(({ mark, text }) => `${mark}${text}`),
    ["x/Dockerfile:2", "-ARG A=1", "+ARG A=2", "x/Dockerfile:21", "-b", "+c"],
  );
});

test("a file that goes away is told by its name", () => {
  const diff = "--- a/docs/status.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-Look at the status.\n";
  assert.deepEqual(diffLines(diff), [
    { mark: "", text: "docs/status.md:1" },
    { mark: "-", text: "Look at the status." },
  ]);
});

test("what is noted, such as a run that is parked, stands above the question whether to begin, too", () => {
  const noted = { ...bumpPlan, notes: ["r1 is parked"] };
  assert.match(planToConfirm(noted, wide), /\n {2}note {2}r1 is parked\n/);
});
