import type { Fields, Json } from "../model/json.ts";
import { masked } from "../model/mask.ts";
import type { Checklist, Procedure, ProcedureLook, ProcedureStep, Proviso, Seen } from "../model/procedure.ts";
import type { Condition } from "../model/resource.ts";
import type { Run } from "../model/run.ts";
import { resultOf } from "./seen.ts";

/** A procedure as a part of its plan's document; with each step what its check saw, or why it is not taken. */
export function procedureJson({ runbook, title, why, steps }: Procedure, look: ProcedureLook | undefined): Json {
  return { runbook, title, why, steps: steps.map((step) => stepJson(step, look)) };
}

function stepJson(step: ProcedureStep, look: ProcedureLook | undefined): Json {
  const { id, kind, title, because, isRequired, host, onlyIf, conditions, normal, changes, attemptsAtMost } = step;
  const [seen, omitted] = [look?.seen[id], look?.omitted[id]];
  return given({
    id,
    kind,
    title,
    because,
    isRequired,
    host,
    lane: step.lane,
    after: step.after,
    isGate: step.isGate,
    runs: step.runs && { ...step.runs },
    onlyIf: onlyIf && ("because" in onlyIf ? provisoJson(onlyIf) : onlyIf.map(provisoJson)),
    conditions: conditions?.map(conditionJson),
    normal,
    changes,
    attemptsAtMost,
    undo: step.undo && { ...step.undo },
    question: step.question && questionJson(step.question),
    otherwise: step.otherwise,
    seen: seen?.map(seenJson),
    omitted,
  });
}

function questionJson({ choices, ...rest }: NonNullable<ProcedureStep["question"]>): Json {
  const { text, shows, selectsFrom, endsWith } = rest;
  return given({ text, shows, choices: choices?.map(({ name, title }) => ({ name, title })), selectsFrom, endsWith });
}

function provisoJson(proviso: Proviso): Json {
  if ("answer" in proviso) return { ...proviso };
  const { condition, holds, because } = proviso;
  return { condition: conditionJson(condition), holds, because };
}

function conditionJson({ system, name, parameters, what, withinSeconds, subject }: Condition): Json {
  return given({ system, name, parameters: masked(parameters), what, withinSeconds, subject });
}

function seenJson(seen: Seen): Json {
  const { condition, state } = seen;
  const { name, what, subject } = condition;
  const { detail, next, value } = state;
  return masked(given({ name, what, subject, result: resultOf(seen), detail, next, value }));
}

/** The document that `--json` prints for a checklist. */
export function checklistJson({ title, world, observedAt, subjects, rows }: Checklist): Json {
  const lines = rows.map(({ what, cells }) => ({
    what,
    cells: cells.map(({ subject, result, evidence, next }) => ({ subject, result, evidence, next })),
  }));
  return masked({ checklist: { title, world, observedAt, subjects, rows: lines } });
}

/** What became of a runbook's steps, and what it still has to take back. */
export function outcomesJson({ outcomes, owed }: Pick<Run, "outcomes" | "owed">): Fields {
  const lines = outcomes.map(({ step, state, detail, value, at }) => masked(given({ step, state, detail, value, at })));
  return { outcomes: lines, owed: owed.map(({ step, host, stillSo }) => given({ step, host, stillSo })) };
}

/** Without what is not there. */
function given(fields: Readonly<Record<string, Json | undefined>>): Fields {
  const there: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) there[name] = value;
  return there;
}
