import type { Json } from "../model/json.ts";
import { masked } from "../model/mask.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { Run, RunStep } from "../model/run.ts";
import { shownFields } from "./fields.ts";
import { outcomesJson, procedureJson } from "./procedure-json.ts";

/** The document that `--json` prints for a plan. */
export function planJson(plan: Plan): Json {
  const { id, title, fingerprint, world, unchanged, notes } = plan;
  const changes = plan.changes.map(changeJson);
  const verdicts = plan.verdicts.map(({ change, outcome, guard, because }) => ({ change, outcome, guard, because }));
  const procedure = plan.procedure && { procedure: procedureJson(plan.procedure, plan.look) };
  return { plan: { id, title, fingerprint, world, changes, unchanged, verdicts, notes, ...procedure } };
}

/** The document that `--json` prints for a run. */
export function runJson(run: Run): Json {
  const { id, title, status, why, next, verification, parent } = run;
  const steps = run.steps.map(stepJson);
  const rest = {
    ...(parent && { parent: { ...parent } }),
    ...(why && { why }),
    ...(next && { next }),
    ...(verification && { verification: verified(verification) }),
    ...(run.plan.procedure && outcomesJson(run)),
  };
  return { run: { id, title, status, steps, ...rest } };
}

function changeJson(change: Change): Json {
  const { id, action, kind, name, risk, because, before, after, grants } = change;
  const fields = { ...(before && { before: shownFields(before) }), ...(after && { after: shownFields(after) }) };
  return { id, action, kind, name, risk, because, ...fields, ...(grants && { grants }) };
}

function stepJson({ step, change, status, beganAt, endedAt, value, evidence }: RunStep): Json {
  const ends = { ...(endedAt && { endedAt }), ...(value !== undefined && { value: masked(value) }) };
  return { step, ...(change && { change }), status, beganAt, ...ends, ...(evidence && { evidence: masked(evidence) }) };
}

function verified(verification: NonNullable<Run["verification"]>): Json {
  return verification.map(({ what, state }) => {
    const { holds, detail, progress } = state;
    return { what, state: { holds, detail, ...(progress && { progress: { ...progress } }) } };
  });
}
