import { isFields, type Json, textsIn } from "../model/json.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { ProcedureStep } from "../model/procedure.ts";
import type { Lane } from "./campaign-lanes.ts";

/** The changes of a step's act. */
export function changesOfStep({ changes = [] }: Pick<ProcedureStep, "changes">, plan: Plan): readonly Change[] {
  return plan.changes.filter(({ id }) => changes.includes(id));
}

/** Whether people open it: what a pipeline opens is a wait as any other. */
export function isForPeople({ isGate, conditions = [] }: Pick<ProcedureStep, "isGate" | "conditions">): boolean {
  return isGate === true && conditions.some(({ system }) => system === "github");
}

/** `1.9.0 -> 1.11.0`, `1.11.0 goes back`; empty where no version is written. */
export function movesOf({ steps }: Pick<Lane, "steps">, plan: Plan): string {
  const branches = steps.flatMap((step) => changesOfStep(step, plan)).filter(({ kind }) => kind === "branch");
  return branches.map(moveOf).filter(Boolean).join("; ");
}

function moveOf({ before, after }: Change): string {
  const old = [...new Set(textsWithin(before?.versions))].join(", ");
  if (typeof after?.version === "string") return `${old || "?"} -> ${after.version}`;
  return typeof after?.reverts === "string" ? `back to ${old || "what it was"}` : "";
}

/** Every text in a value. */
function textsWithin(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return isFields(value) ? Object.values(value).flatMap(textsWithin) : textsIn(value);
}
