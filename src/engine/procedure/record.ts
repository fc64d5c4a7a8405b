import type { Json } from "../../model/json.ts";
import type { ProcedureStep, Seen, StepOutcome } from "../../model/procedure.ts";
import type { Course } from "../course.ts";
import { attemptsOf } from "./ways.ts";

interface What {
  readonly value?: Json | undefined;
  readonly seen?: readonly Seen[];
}

/** Journals and tells that nothing of a step is left to do. */
export function settle(
  step: ProcedureStep,
  state: StepOutcome["state"],
  detail: string,
  { log, engine }: Course,
  { value, seen }: What = {},
): void {
  const attempt = attemptsOf(step, log.events) + 1;
  const body = { state, detail, ...(value !== undefined && { value }) };
  log.append({ kind: "done", step: `${step.id}/${attempt}`, body });
  engine.person.show({ type: "step", step: step.id, state, detail, ...(seen && { seen }) });
}
