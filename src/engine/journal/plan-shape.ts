import type { Change, Plan, Verdict } from "../../model/plan.ts";
import type { Condition, ConditionState, Target } from "../../model/resource.ts";
import type { Run } from "../../model/run.ts";
import { isBoolean, isFields, isListOf, isNumber, isOneOf, isRecordOf, isShape, isText } from "./shape.ts";

const isRisk = isOneOf("read", "safe", "disruptive", "destructive");
const isTexts = isListOf(isText);

const isCondition = isShape<Condition>(
  { system: isText, name: isText, stack: isText, parameters: isFields, what: isText, withinSeconds: isNumber },
  {},
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
  { does: isText, interrupts: isText, before: isFields, after: isFields },
);

const isVerdict = isShape<Verdict>(
  { change: isText, outcome: isOneOf("allow", "confirm", "refuse"), guard: isText, because: isText },
  { level: isRisk, instead: isText },
);

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
    invocation: isShape<Plan["invocation"]>({ recipe: isText, verb: isText, args: isTexts }, {}),
    observedAt: isText,
    changes: isListOf(isChange),
    unchanged: isTexts,
    verdicts: isListOf(isVerdict),
    notes: isTexts,
    documents: isRecordOf(isText),
    definition: isText,
    verify: isListOf(isCondition),
  },
  {},
);

const isConditionState = isShape<ConditionState>(
  { holds: isOneOf("yes", "no", "unknown", "not-configured"), detail: isText },
  { progress: isShape<NonNullable<ConditionState["progress"]>>({ done: isNumber, total: isNumber }, {}) },
);

/** Whether what was read back are the conditions of a verification. */
export const isVerificationOfRun = isListOf(
  isShape<NonNullable<Run["verification"]>[number]>({ what: isText, state: isConditionState }, {}),
);
