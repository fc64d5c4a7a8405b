import assert from "node:assert/strict";
import test from "node:test";
import { lastWordsOf } from "../../src/engine/last-words.ts";
import type { RunStep } from "../../src/model/run.ts";
import { bumpPlan, gatesShut } from "../views/campaign-samples.ts";
import { toy } from "./toy.ts";

const url = (repository: string) => `https://github.com/nubank/${repository}/pull/7`;

/** The effect of a change of that kind in that lane. */
function did(kind: string, repository: string): RunStep {
  const change = bumpPlan.changes.find((each) => each.kind === kind && each.role === repository)?.id ?? "";
  return { step: `${change}/it/1`, change, status: "done", beganAt: "", value: { url: url(repository) } };
}

test("an aborted campaign says which pull requests stay open, what stays merged, and what takes it back", async () => {
  const steps = [did("pull-request", "deploy"), did("pull-request", "sabesp"), did("merge", "sabesp")];
  const procedure = { ...bumpPlan.procedure, wayBack: 'RevertBump!("{run}")' };
  const plan = { ...bumpPlan, procedure: { steps: [], runbook: "", title: "", why: "", ...procedure } };
  const { why, next } = await lastWordsOf({ ...gatesShut, plan, steps }, toy([]).engine);
  assert.match(String(why), new RegExp(`; stays open: ${url("deploy")}; stays merged: ${url("sabesp")}; `));
  const left = (bumpPlan.procedure?.steps.length ?? 0) - gatesShut.outcomes.length;
  assert.match(String(why), new RegExp(`; ${left} steps did not come$`), "by outcome, not by the place in the list");
  assert.equal(
    next,
    'BumpMesos!("1.11.0") looks what is done by then, and does the rest; RevertBump!("r12") takes back what is there',
  );
});
