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
  let shownPlan: string | undefined;
  const ask = async (question: Question) => {
    if (shownPlan !== question.plan.fingerprint) options.stderr.write(`${planText(question.plan, options)}\n`);
    shownPlan = question.plan.fingerprint;
    options.stderr.write(`\n${questionText(question, options)}\n`);
    const answer = flagAnswer(question, options.answers, options.isRehearsal);
    if (!answer)
      throw parkedError({ question, run, isRehearsal: options.isRehearsal, isAtPrompt: false }, options.answers);
    return answer;
  };
  const show = (event: RunEvent) => {
    run = runOf(event) ?? run;
    lines.write(event);
  };
  return { ask, show };
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
