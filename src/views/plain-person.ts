import type { Person, Question, RunEvent } from "../model/run.ts";
import { eventLine } from "./event-line.ts";
import { type FlagAnswers, flagAnswer, parkedError } from "./flags.ts";
import type { Screen } from "./layout.ts";
import { planText } from "./plan-text.ts";
import { questionText } from "./question-text.ts";

export interface PlainOptions extends Screen {
  readonly stderr: NodeJS.WritableStream;
  readonly isRehearsal: boolean;
  readonly answers: FlagAnswers;
}

/** Nobody at a terminal: flags answer, one plain line tells of each event, and what no flag answers parks the run. */
export function createPlainPerson(options: PlainOptions): Person {
  const lines = lineWriter(options);
  let run: string | undefined;
  const questions = questionWriter(options.stderr);
  const ask = async (question: Question) => {
    questions.write(question, options);
    const answer = flagAnswer(question, options.answers, options.isRehearsal);
    if (!answer) throw parkedError({ question, run, isRehearsal: options.isRehearsal }, options.answers);
    return answer;
  };
  const show = (event: RunEvent) => {
    run = runOf(event) ?? run;
    lines.write(event);
  };
  return { ask, show };
}

/** Questions as text, each plan once before the first question about it. */
export function questionWriter(output: NodeJS.WritableStream): { write(question: Question, screen: Screen): void } {
  let shownPlan: string | undefined;
  const write = (question: Question, screen: Screen) => {
    if (shownPlan !== question.plan.fingerprint) output.write(`${planText(question.plan, screen)}\n`);
    shownPlan = question.plan.fingerprint;
    output.write(`\n${questionText(question, screen)}\n`);
  };
  return { write };
}

/** The run that an event tells of, where it does. */
function runOf(event: RunEvent): string | undefined {
  if (event.type === "began") return event.run;
  if (event.type === "journal") return event.event.run;
  return event.type === "ended" ? event.run.id : undefined;
}

/** One line an event; a wait that says the same as before is not said again. */
export function lineWriter({ stderr, isRehearsal }: Pick<PlainOptions, "stderr" | "isRehearsal">): {
  write(event: RunEvent): void;
} {
  let last = "";
  const write = (event: RunEvent) => {
    const line = `${isRehearsal ? "REHEARSAL " : ""}${eventLine(event)}`;
    if (line !== last) stderr.write(`${line}\n`);
    last = line;
  };
  return { write };
}
