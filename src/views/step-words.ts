import type { Procedure, ProcedureStep, Proviso } from "../model/procedure.ts";
import type { Condition } from "../model/resource.ts";

/** `step 3`, as it is counted in the list; an id that is not there stays as it is. */
export function stepNumber(id: string, { steps }: Pick<Procedure, "steps">): string {
  const index = steps.findIndex((step) => step.id === id);
  return index < 0 ? id : `step ${index + 1}`;
}

/** When a step is taken: `step 3 is answered cordon or drain: its tasks are to end first`. */
export function provisoWords(proviso: Proviso, procedure: Pick<Procedure, "steps">): string {
  if (!("answer" in proviso)) return proviso.because || lookOf(proviso);
  return `${answerWords(proviso, procedure)}${proviso.because ? `: ${proviso.because}` : ""}`;
}

/** The same in fewer words. */
export function briefProviso(proviso: Proviso, procedure: Pick<Procedure, "steps">): string {
  return "answer" in proviso ? answerWords(proviso, procedure) : proviso.because || lookOf(proviso);
}

function answerWords(proviso: Extract<Proviso, { answer: string }>, procedure: Pick<Procedure, "steps">) {
  const number = stepNumber(proviso.answer, procedure);
  if ("includes" in proviso) return `${number} does not leave ${proviso.includes} out`;
  return `${number} is answered ${alternatives(proviso.isOneOf)}`;
}

function lookOf({ condition, holds }: Extract<Proviso, { condition: Condition }>): string {
  return `${holds === "no" ? "not: " : ""}${condition.what}`;
}

/** `a`, `a or b`, `a, b or c` */
export function alternatives(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

/** What a check looks at or a wait waits for: `alimesos01, alimesos03: answers to ping; lets root in; alimesos02: leads`. */
function conditionWords({ conditions = [], host }: ProcedureStep): string {
  const ofHost = Map.groupBy(conditions, ({ subject }) => subject ?? "");
  const whats = [...ofHost].map(([of, all]) => ({ of, what: [...new Set(all.map(({ what }) => what))].join("; ") }));
  const alike = [...Map.groupBy(whats, ({ what }) => what)];
  return alike.map(([what, all]) => `${aboutWhom(all, host)}${what}`).join("; ");
}

/** The same, where an earlier step looks at the same by its number: `the same as step 3`. */
export function lookWords(step: ProcedureStep, { steps }: Pick<Procedure, "steps">): string {
  const words = conditionWords(step);
  const index = steps.findIndex((each) => conditionWords(each) === words);
  const isEarlier = index >= 0 && index < steps.indexOf(step);
  return isEarlier && words.length > tooLongToRepeat ? `the same as step ${index + 1}` : words;
}

const tooLongToRepeat = 80;

/** The step's own host needs no word. */
function aboutWhom(all: readonly { readonly of: string }[], host: string | undefined): string {
  const hosts = all.map(({ of }) => of).filter(Boolean);
  return hosts.length === 0 || (hosts.length === 1 && hosts[0] === host) ? "" : `${hosts.join(", ")}: `;
}

/** When a wait is given up, in seconds. */
export function patienceSeconds({ conditions = [] }: ProcedureStep): number {
  return Math.max(0, ...conditions.map(({ withinSeconds }) => withinSeconds));
}

/** How an act is taken back. */
export function undoWords({ undo }: ProcedureStep, procedure: Pick<Procedure, "steps">): string {
  if (!undo) return "";
  const by = `${stepNumber(undo.by, procedure)} takes it back`;
  return undo.isOwed ? `${by}, whatever happens in between; until then ${undo.stillSo}` : by;
}
