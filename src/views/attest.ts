import type { Answer, Question, Wanted } from "../model/run.ts";
import { alternatives } from "./step-words.ts";
import { choiceWords, isForPersonsOnly, type Reading, readAnswer } from "./wanted-answer.ts";

/** The answer that `--attest STEP=NOTE` gives to a runbook's step, if one does. The last of several for a step counts. */
export function attestedAnswer(question: Question, attested: readonly string[]): Answer | undefined {
  const reading = attestedReading(question, attested);
  return reading && "answer" in reading ? { isYes: true, text: reading.answer, how: "--attest" } : undefined;
}

function attestedReading(question: Question, attested: readonly string[]): Reading | undefined {
  const { wants } = question;
  if (!wants || isForPersonsOnly(question)) return undefined;
  const note = notesOf(attested).findLast(({ step }) => step === wants.step)?.note;
  return note === undefined ? undefined : readAnswer(wants, note);
}

/** Why nobody's answer was taken, and which flag gives one. */
export function attestWhy(question: Question, wants: Wanted, attested: readonly string[]): string {
  if (isForPersonsOnly(question))
    return `${isOfFailure(wants) ? "how a failed step goes on" : "what nothing else confirms"} is decided by a person at a terminal, and by no flag`;
  const reading = attestedReading(question, attested);
  const problem = reading && "problem" in reading ? `; ${reading.problem}` : "";
  const known = new Set(question.plan.procedure?.steps.map(({ id }) => id));
  const others = notesOf(attested).filter(({ step }) => !known.has(step));
  const unused = others.length === 0 ? "" : `; there is no step ${alternatives(others.map(({ step }) => step))}`;
  return `a person has to say it: --attest '${attestWords(wants)}' does${problem}${unused}`;
}

function isOfFailure({ step }: Wanted): boolean {
  return step.startsWith("failed/");
}

/** `agreed=who and what`, `offers=cordon|drain|leave` */
export function attestWords(wants: Wanted): string {
  if (wants.kind === "selection") return `${wants.step}=all|none: REASON|without NAME: REASON`;
  return `${wants.step}=${wants.kind === "choice" ? choiceWords(wants).join("|") : "..."}`;
}

function notesOf(attested: readonly string[]): readonly { readonly step: string; readonly note: string }[] {
  return attested.map((text) => {
    const [step = "", ...note] = text.split("=");
    return { step: step.trim(), note: note.join("=") };
  });
}
