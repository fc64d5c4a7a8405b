import { maskedText } from "../model/mask.ts";
import { printable } from "../model/printable.ts";
import type { Question } from "../model/run.ts";
import type { FinishedLine } from "./run-state.ts";

/** A question without the evidence and the failure that the last lines above it have told. */
export function withoutTold(question: Question, finished: readonly FinishedLine[]): Question {
  if (!question.wants) return question;
  const told = bare(finished.slice(-2).map(toldIn).join(" "));
  return { ...question, loses: question.loses.filter((line) => !told.includes(bare(line))) };
}

/** Whether the last line is the failure of what a step does, in the same words. */
export function isToldAbove(words: string, finished: readonly FinishedLine[]): boolean {
  const last = finished.at(-1);
  return last?.mark === "!!" && words !== "" && last.detail === undefined && bare(last.text).endsWith(bare(words));
}

function toldIn({ text, detail = "" }: FinishedLine): string {
  return `${text} ${detail}`;
}

/** The words alone: the same is told with a colon in one place and with a comma in the other. */
function bare(text: string): string {
  const clean = printable(maskedText(text), { keepsLines: true });
  return clean
    .replaceAll(/\s{2}failed(?=\s|$)/g, " ")
    .replaceAll(/[:,;]?\s+/g, " ")
    .trim();
}
