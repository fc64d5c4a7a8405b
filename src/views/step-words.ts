import type { Procedure, ProcedureStep, Proviso } from "../model/procedure.ts";
import { duration } from "./words.ts";

/** `step 3`, as it is counted in the list; an id that is not there stays as it is. */
export function stepNumber(id: string, { steps }: Pick<Procedure, "steps">): string {
  const index = steps.findIndex((step) => step.id === id);
  return index < 0 ? id : `step ${index + 1}`;
}

/** When a step is taken: `step 3 is answered cordon or drain: its tasks are to end first`. */
export function provisoWords(proviso: Proviso, procedure: Pick<Procedure, "steps">): string {
  const when =
    "answer" in proviso
      ? `${stepNumber(proviso.answer, procedure)} is answered ${alternatives(proviso.isOneOf)}`
      : `${proviso.holds === "no" ? "not: " : ""}${proviso.condition.what}`;
  return `${when}${proviso.because ? `: ${proviso.because}` : ""}`;
}

/** `a`, `a or b`, `a, b or c` */
export function alternatives(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

/** What a check looks at or a wait waits for, each once. */
export function conditionWords({ conditions = [] }: ProcedureStep): string {
  const hosts = new Set(conditions.map(({ subject }) => subject ?? ""));
  const whats = [...new Set(conditions.map(({ what }) => what))].join("; ");
  return hosts.size > 1 ? `${whats} (${[...hosts].filter(Boolean).join(", ")})` : whats;
}

/** How long a wait normally takes and when it is given up: `up to one hour; given up after 2:00:00`. */
export function patienceWords({ normal, conditions = [] }: ProcedureStep): string {
  const longest = Math.max(0, ...conditions.map(({ withinSeconds }) => withinSeconds));
  return [...(normal ? [normal] : []), ...(longest > 0 ? [`given up after ${duration(longest)}`] : [])].join("; ");
}

/** How an act is taken back. */
export function undoWords({ undo }: ProcedureStep, procedure: Pick<Procedure, "steps">): string {
  if (!undo) return "";
  const by = `${stepNumber(undo.by, procedure)} takes it back`;
  return undo.isOwed ? `${by}, whatever happens in between; until then ${undo.stillSo}` : by;
}
