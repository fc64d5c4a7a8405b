import type { Change, Plan, Verdict } from "../../model/plan.ts";
import type { Choice, Procedure, ProcedureLook, ProcedureStep, Proviso, Undo } from "../../model/procedure.ts";
import type { Condition, ConditionState, Target } from "../../model/resource.ts";
import type { Run } from "../../model/run.ts";
import { isBoolean, isFields, isJson, isListOf, isNumber, isOneOf, isRecordOf, isShape, isText } from "./shape.ts";

const isRisk = isOneOf("read", "safe", "disruptive", "destructive");
const isTexts = isListOf(isText);

const isCondition = isShape<Condition>(
  { system: isText, name: isText, stack: isText, parameters: isFields, what: isText, withinSeconds: isNumber },
  { subject: isText, answersWithinSeconds: isNumber },
);

const isTarget = isShape<Target>(
  {
    system: isText,
    kind: isText,
    id: isText,
    names: isTexts,
    tags: isRecordOf(isText),
    attached: isTexts,
    isManaged: isBoolean,
  },
  { tagsOfAttached: isListOf(isRecordOf(isText)) },
);

const isChange = isShape<Change>(
  {
    id: isText,
    action: isOneOf("create", "update", "replace", "delete", "act"),
    system: isText,
    kind: isText,
    name: isText,
    stack: isText,
    role: isText,
    risk: isRisk,
    because: isText,
    needs: isTexts,
    targets: isListOf(isTarget),
    asksByItself: isBoolean,
    waits: isListOf(isCondition),
  },
  { does: isText, interrupts: isText, grants: isTexts, before: isFields, after: isFields },
);

const isVerdict = isShape<Verdict>(
  { change: isText, outcome: isOneOf("allow", "confirm", "refuse"), guard: isText, because: isText },
  { level: isRisk, instead: isText, about: isText },
);

const isProviso = (value: unknown): value is Proviso =>
  isShape<Extract<Proviso, { isOneOf: readonly string[] }>>(
    { answer: isText, isOneOf: isTexts, because: isText },
    {},
  )(value) ||
  isShape<Extract<Proviso, { includes: string }>>(
    { answer: isText, includes: isText, because: isText },
    { unless: isText },
  )(value) ||
  isShape<Extract<Proviso, { holds: string }>>(
    { condition: isCondition, holds: isOneOf("yes", "no"), because: isText },
    { unless: isText },
  )(value);

const isInvocation = isShape<Plan["invocation"]>(
  { recipe: isText, verb: isText, args: isTexts },
  { mesosVersion: isText },
);

const isTrue = (value: unknown): value is true => value === true;

const isStep = isShape<ProcedureStep>(
  { id: isText, kind: isOneOf("check", "ask", "attest", "act", "wait"), title: isText, isRequired: isBoolean },
  {
    because: isText,
    host: isText,
    onlyIf: (value): value is Proviso | readonly Proviso[] => isProviso(value) || isListOf(isProviso)(value),
    lane: isText,
    after: isTexts,
    isGate: isTrue,
    runs: isInvocation,
    conditions: isListOf(isCondition),
    normal: isText,
    changes: isTexts,
    attemptsAtMost: isNumber,
    asksFirst: isText,
    undo: isShape<Undo>({ by: isText, isOwed: isBoolean, stillSo: isText }, {}),
    question: isShape<NonNullable<ProcedureStep["question"]>>(
      { text: isText, shows: isTexts },
      {
        choices: isListOf(isShape<Choice>({ name: isText, title: isText }, {})),
        selectsFrom: isText,
        endsWith: isText,
        personsOnlyUnless: isText,
      },
    ),
    otherwise: isText,
  },
);

const isProcedure = isShape<Procedure>(
  { runbook: isText, title: isText, why: isText, steps: isListOf(isStep) },
  { guards: isTexts, wayBack: isText },
);

/** Of a look only what is journaled with it: nothing of it decides. */
const isLook = (value: unknown): value is ProcedureLook => isFields(value);

/** Whether what was read back from the journal is a plan. */
export const isPlan = isShape<Plan>(
  {
    id: isText,
    title: isText,
    fingerprint: isText,
    basis: isRecordOf(isText),
    world: isText,
    worldId: isText,
    environment: isText,
    stack: isText,
    invocation: isInvocation,
    observedAt: isText,
    changes: isListOf(isChange),
    unchanged: isTexts,
    verdicts: isListOf(isVerdict),
    notes: isTexts,
    documents: isRecordOf(isText),
    definition: isText,
    verify: isListOf(isCondition),
  },
  { procedure: isProcedure, look: isLook },
);

const isConditionState = isShape<ConditionState>(
  { holds: isOneOf("yes", "no", "unknown", "not-configured"), detail: isText },
  {
    progress: isShape<NonNullable<ConditionState["progress"]>>({ done: isNumber, total: isNumber }, {}),
    isFinal: isTrue,
    next: isText,
    value: isJson,
  },
);

/** Whether what was read back are the conditions of a verification. */
export const isVerificationOfRun = isListOf(
  isShape<NonNullable<Run["verification"]>[number]>({ what: isText, state: isConditionState }, {}),
);
