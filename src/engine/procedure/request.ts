import { digest } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { ProcedureStep } from "../../model/procedure.ts";
import type { Resource } from "../../model/resource.ts";

/** One step as a runbook gives it: what it acts on is not yet compared with the world. */
export interface StepRequest extends Omit<ProcedureStep, "changes"> {
  /** Of an `act`. */
  readonly resources?: readonly Resource[];
}

/** A runbook composed with its arguments. */
export interface ProcedureRequest {
  readonly runbook: string;
  readonly title: string;
  readonly why: string;
  readonly guards?: readonly string[];
  readonly wayBack?: string;
  readonly steps: readonly StepRequest[];
}

/** Whether it changes nothing. */
export function isOnlyLooking({ steps }: ProcedureRequest): boolean {
  return steps.every(({ kind }) => kind === "check");
}

/** Digest of the steps: a changed runbook stops a resume. */
export function definitionOfSteps({ steps }: ProcedureRequest): string {
  return digest(JSON.parse(JSON.stringify(steps)) as Json);
}
