import assert from "node:assert/strict";
import test from "node:test";
import type { Frame } from "../../src/views/change-frame.ts";
import { reportMarkdown } from "../../src/views/report.ts";
import { runFrame } from "../../src/views/run-frame.ts";
import { noRun, reduceRun } from "../../src/views/run-state.ts";
import { runText } from "../../src/views/run-text.ts";
import { atGates, gatesShut } from "./campaign-samples.ts";

const wide = { columns: 110, hasColour: false };
const frame: Frame = {
  ...{ ...wide, rows: 30, now: 0, usuals: {} },
  ...{ isParking: false, isLogWhole: false, isWhyShown: false },
};
const state = atGates.reduce((before, event) => reduceRun(before, event, 0), noRun);

test("while it runs, each lane that was begun says where it stands, a shut gate what is missing", () => {
  assert.equal(
    runFrame(state, frame),
    `\
Run r12  BumpMesos 1.11.0   cantareira REHEARSAL   leased: cantareira/versions   68 of 97   0:00
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

test("a failed step opens its lane", () => {
  const failed = { step: "sabesp.built", state: "failed", detail: "sabesp 138 failed at stage build", at: "" } as const;
  const outcomes = [...gatesShut.outcomes.filter(({ step }) => step !== "sabesp.built"), failed];
  const text = runText({ ...gatesShut, outcomes }, wide);
  assert.match(text, /\n {2}├ !! sabesp {17}failed: sabesp 138 failed at stage build\n/);
  assert.match(text, /\n\n {2}sabesp\n[\s\S]*\n {2}!! {2}56 {2}wait until pipeline sabesp built it {3}failed/);
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
