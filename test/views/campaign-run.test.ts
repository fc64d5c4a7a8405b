import assert from "node:assert/strict";
import test from "node:test";
import type { RunEvent } from "../../src/model/run.ts";
import type { Frame } from "../../src/views/change-frame.ts";
import { eventLine } from "../../src/views/event-line.ts";
import { reportMarkdown } from "../../src/views/report.ts";
import { runFrame } from "../../src/views/run-frame.ts";
import { noRun, reduceRun } from "../../src/views/run-state.ts";
import { runEndText, runText } from "../../src/views/run-text.ts";
import { atGates, bump, gatesShut } from "./campaign-samples.ts";

const wide = { columns: 110, hasColour: false };
const frame: Frame = {
  ...{ ...wide, rows: 30, now: 0, usuals: {} },
  ...{ isParking: false, isLogWhole: false, isWhyShown: false },
};
const { steps } = bump;
const state = atGates.reduce((before, event) => reduceRun(before, event, 0), noRun);
const behind = state.settled.length;

test("while it runs, each lane that was begun says where it stands, a shut gate what is missing", () => {
  assert.equal(
    runFrame(state, frame),
    `\
Run r12  BumpMesos 1.11.0   cantareira REHEARSAL   leased: cantareira/versions   ${behind} of ${steps.length}   0:00
  ||   deploy         nubank/deploy#75: review by one more
  ||   scale-cluster  nubank/scale-cluster#14: check ci/build in_progress
  ||   aurora-jobs    nubank/aurora-jobs#20: review by one more
  ok   done: mesos-base, mesos-base-dependents, test, sabesp, model-churn, model-credit-line, model-fraud,
       model-income, model-lifetime-value
  -    to come: dev, stable
p park   l whole log   w why   ctrl-c park`,
  );
});

test("a step under way is opened, and its lane says so; a gate that opened is shut no more", () => {
  const open = reduceRun(state, { type: "step", step: "deploy.gate", state: "begun" }, 0);
  assert.match(runFrame(open, frame), /\n {2}\.\. {3}deploy {9}wait for a review and green checks in deploy\n/);
  const passed = reduceRun(open, { type: "step", step: "deploy.gate", state: "passed" }, 0);
  assert.match(runFrame(passed, frame), /\n {7}deploy {9}next: merge it into master of deploy\n/);
});

test("a gate that will not open by waiting is told at once, with its reason; a pipeline that builds is under way", () => {
  const detail = "nubank/deploy#75: check ci/build failure";
  const red: RunEvent = {
    ...{ type: "waiting", change: "deploy.gate", what: "it is green", withinSeconds: 60 },
    state: { holds: "no", detail, isFinal: true },
  };
  assert.match(
    runFrame(reduceRun(state, red, 0), frame),
    /\n {2}!! {3}deploy {9}nubank\/deploy#75: check ci\/build fail/,
  );
  assert.match(eventLine(red), /will not come by waiting: it is green: nubank\/deploy#75: check/);
});

test("neighbours that are not taken for one reason are told in one line, while it runs, of the run and in its report", () => {
  const why = "it does not depend on the images";
  const ids = steps.filter(({ lane }) => lane === "model-income").map(({ id }) => id);
  const events = [...ids.map((step): RunEvent => ({ type: "step", step, state: "omitted", detail: why }))];
  const after = [...events, { type: "step", step: "deploy.gate", state: "begun" } as const];
  const began = { type: "began", run: "r12", plan: gatesShut.plan, identities: [] } as const;
  const drawn = [began, ...after].reduce((before, event) => reduceRun(before, event, 0), noRun).finished;
  const names = `${ids.length} steps of model-income`;
  assert.deepEqual(drawn, [{ mark: "-", text: `${names}   not taken`, detail: why }]);
  const outcomes = gatesShut.outcomes.map((each) =>
    ids.includes(each.step) ? ({ ...each, state: "omitted", detail: why } as const) : each,
  );
  const rows = reportMarkdown({ ...gatesShut, outcomes }, []).split("\n");
  assert.deepEqual(
    rows.filter((row) => row.includes(" steps of model-income")).map((row) => row.split(" | ").slice(1, 4)),
    [
      ["2 steps of model-income", "not taken", why],
      ["4 steps of model-income", "not taken", why],
    ],
  );
  assert.ok(rows.includes(`| model-income | ${why} |`));
});

test("on a small terminal it stays within its columns and rows", () => {
  const lines = runFrame(state, { ...frame, columns: 44, rows: 12 }).split("\n");
  assert.ok(lines.length <= 12);
  assert.deepEqual(
    lines.filter((line) => line.length > 44),
    [],
  );
});

test("a parked run shows the graph with what came of each lane, and at its end what each gate is missing", () => {
  const text = runText(gatesShut, wide);
  assert.match(text, /\n {2}● ok test {19}#74 {3}1c7686d836 {3}r13 {3}"itaipu-filtered #12 succeeded"\n/);
  assert.match(text, /\n {2}├ \|\| deploy {17}nubank\/deploy#75: review by one more\n/);
  assert.match(text, /\n {2}├ - {2}model-churn {12}not taken: model-churn is left out: frozen until May\n/);
  assert.match(text, /\n {2}● - {2}stable {17}to come\n/);
  assert.match(
    text,
    /\n {2}why {3}wait for a review and green checks in deploy: nubank\/deploy#75: review by one more\n {8}wait/,
  );
  assert.match(
    text,
    /\n {2}next {2}have it reviewed: https:\/\/github\.com\/nubank\/deploy\/pull\/75; then resume!\("r12"\)/,
  );
});

test("a lane that waits for another one says which", () => {
  const outcomes = gatesShut.outcomes.filter(({ step }) => step !== "sabesp.built");
  assert.match(runText({ ...gatesShut, outcomes }, wide), /\n {2}● {4}aurora-jobs {12}waits for sabesp\n/);
});

test("who saw it go on is told at the end what became of each pull request", () => {
  const text = runEndText(gatesShut, wide);
  assert.match(text, /\n {2}merged {2}https:\/\/github\.com\/nubank\/sabesp\/pull\/74\n/);
});

test("a failed step opens its lane", () => {
  const failed = { step: "sabesp.built", state: "failed", detail: "sabesp 138 failed at stage build", at: "" } as const;
  const outcomes = [...gatesShut.outcomes.filter(({ step }) => step !== "sabesp.built"), failed];
  const text = runText({ ...gatesShut, outcomes }, wide);
  assert.match(text, /\n {2}├ !! sabesp {17}failed: sabesp 138 failed at stage build\n/);
  assert.match(text, /\n\n {2}sabesp\n[\s\S]*\n {2}!! {2}\d\d {2}wait until pipeline sabesp built it {3}failed/);
});

test("the report has what a change ticket wants: pull requests, shas, who approved, pipelines, clusters, what was left out", () => {
  const report = reportMarkdown(gatesShut, []);
  assert.match(
    report,
    /## Repositories\n\n\| What \| Repository \| Pull request \| Reviewed head \| Approved by \| Merge \| Merged \| Built by \|\n/,
  );
  assert.match(
    report,
    /\| sabesp \| sabesp \| https:\/\/github\.com\/nubank\/sabesp\/pull\/74 \| 479ba25bdf \| reviewer-a \| 1c7686d836 \| {2}\| sabesp 138 \|/,
  );
  assert.match(report, /## Pipelines\n[\s\S]*\| sabesp \| 138 \| 6:38 \| https:\/\/go\.example\/sabesp\/138 \|/);
  assert.match(report, /## Clusters\n[\s\S]*\| test \| MesosCluster\.upgrade!\("test"\) at 1\.11\.0 \| r13 \|/);
  assert.match(report, /## Proofs\n[\s\S]*\| itaipu-filtered #12 succeeded \|/);
  assert.match(report, /## Left out\n[\s\S]*\| model-churn \| model-churn is left out: frozen until May \|/);
});
