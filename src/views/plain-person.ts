import type { JournalEvent } from "../model/journal.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Answer, Person, Question, RunEvent } from "../model/run.ts";
import type { Clock } from "../model/world.ts";
import { isCampaign } from "./campaign-lanes.ts";
import { bodyWords, eventLine, notTakenLine } from "./event-line.ts";
import { type FlagAnswers, flagAnswer, parkedError } from "./flags.ts";
import type { Screen } from "./layout.ts";
import { type NotTaken, notTakenIn, together } from "./not-taken.ts";
import { planToConfirm } from "./plan-text.ts";
import { questionText } from "./question-text.ts";
import { timeOfDay } from "./words.ts";

export interface PlainOptions extends Screen {
  readonly stderr: NodeJS.WritableStream;
  readonly isRehearsal: boolean;
  readonly answers: FlagAnswers;
}

/** Nobody at a terminal: flags answer, one plain line tells of each event, and what no flag answers parks the run. */
export function createPlainPerson(options: PlainOptions): Person {
  return createTeller(options, async (question, run) => {
    throw parkedError({ question, run, isRehearsal: options.isRehearsal, isAtPrompt: false }, options.answers);
  });
}

type Answering = (question: Question, run: string | undefined, park?: AbortSignal) => Promise<Answer>;

/** Tells of everything in lines; what no flag answers is `unanswered`'s. */
export function createTeller(options: PlainOptions, unanswered: Answering): Person {
  const lines = lineWriter(options);
  let run: string | undefined;
  let shownPlan = "";
  const ask = async (question: Question, park?: AbortSignal) => {
    if (isPlanShown(question) && shownPlan !== planInRun(question, run))
      options.stderr.write(`${planToConfirm(question.plan, options)}\n`);
    shownPlan = planInRun(question, run);
    options.stderr.write(`\n${questionText(question, options)}\n`);
    return flagAnswer(question, options.answers, options.isRehearsal) ?? unanswered(question, run, park);
  };
  const show = (event: RunEvent) => {
    run = runOf(event) ?? run;
    lines.write(event);
  };
  return { ask, show };
}

/** A campaign is as it was planned only when it begins: days later its plan would say of what is done that it comes. */
export function isPlanShown({ plan, step }: Question): boolean {
  return step === "confirm" || !isCampaign(plan.procedure);
}

/** Each run shows its plan once, above its first question. */
export function planInRun({ plan }: Question, run: string | undefined): string {
  return `${run} ${plan.fingerprint}`;
}

/** The run that an event tells of, where it does. */
function runOf(event: RunEvent): string | undefined {
  if (event.type === "began") return event.run;
  if (event.type === "journal") return event.event.run;
  return event.type === "ended" ? event.run.id : undefined;
}

/** One line an event, with the world's time; a wait that says the same as before is not said again, also not beside others. */
export function lineWriter({ stderr, isRehearsal }: Pick<PlainOptions, "stderr" | "isRehearsal">): {
  write(event: RunEvent): void;
} {
  let last = "";
  const waits = new Map<string, string>();
  let procedure: Procedure | undefined;
  const timeOf = teller();
  let notTaken: { readonly of: NotTaken; readonly time: string } | undefined;
  const put = (time: string, line: string) => {
    last = line;
    stderr.write(`${isRehearsal ? "REHEARSAL " : ""}${timeOfDay(time)} ${line}\n`);
  };
  const putNotTaken = () => {
    if (notTaken) put(notTaken.time, notTakenLine(notTaken.of, procedure));
    notTaken = undefined;
  };
  const gather = (one: NotTaken, event: RunEvent) => {
    const both = together(notTaken?.of, one);
    if (!both) putNotTaken();
    notTaken = both && notTaken ? { ...notTaken, of: both } : { of: one, time: timeOf(event) };
  };
  let failure: JournalEvent | undefined;
  /** A step fails by what it does: in the same words it is not said again. */
  const isSaid = ({ step, body }: JournalEvent) => {
    const id = step.replace(/\/\d+$/, "");
    const own = procedure?.steps.find((each) => each.id === id)?.changes ?? [];
    const isOwn = own.some((change) => failure?.step.startsWith(`${change}/`));
    return isOwn && failure !== undefined && bodyWords(failure.body) === bodyWords(body);
  };
  const write = (event: RunEvent) => {
    if (event.type === "journal" && event.event.kind === "failed") {
      if (isSaid(event.event)) return;
      failure = event.event;
    }
    const omitted = notTakenIn(event);
    if (omitted) return gather(omitted, event);
    if (event.type === "began") procedure = event.plan.procedure;
    const line = eventLine(event, procedure);
    if (line === "" || line === last || (event.type === "waiting" && line === waits.get(event.what))) return;
    putNotTaken();
    if (event.type === "waiting") waits.set(event.what, line);
    put(timeOf(event), line);
  };
  return { write };
}

/** Tells when an event was: by its run's clock, or where no run began here by what was told before. Never by another one. */
function teller(): (event: RunEvent) => string {
  let clock: Pick<Clock, "now"> | undefined;
  let told: string | undefined;
  return (event) => {
    if (event.type === "began") clock = event.clock ?? Date;
    if (event.type === "journal") told = event.event.at;
    else if (event.type === "step" && event.at) told = event.at;
    else if (clock || !told) told = new Date((clock ?? Date).now()).toISOString();
    return told;
  };
}
