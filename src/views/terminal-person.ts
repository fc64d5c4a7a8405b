import type { Answer, Person, Question, RunEvent } from "../model/run.ts";
import { flagAnswer, interruptedError } from "./flags.ts";
import { createHold, type HandOver } from "./hold.ts";
import { createLiveRun } from "./live-run.ts";
import { createTeller, isPlanShown, lineWriter, type PlainOptions, planInRun } from "./plain-person.ts";
import type { Drawing } from "./run-view.ts";
import type { TerminalScreen } from "./screen.ts";
import { withoutTold } from "./told-above.ts";
import { typedAnswer } from "./typed-answer.ts";

export interface TerminalOptions extends PlainOptions, Drawing, TerminalScreen {
  /** How the prompt lends its terminal; absent: the terminal is ours. */
  readonly handOver?: HandOver;
  /** `p` or Ctrl-C while a run goes on. */
  onInterrupt(): void;
}

/** A person who asks to be released when no run's end was told, e.g. after a defect. */
export interface TerminalPerson extends Required<Person> {
  /** Takes the view from the screen and gives the terminal back. */
  release(): void;
}

/** A person at a terminal: flags answer first, then what is typed. */
export function createTerminalPerson(options: TerminalOptions): TerminalPerson {
  return options.isDumb ? createLinePerson(options) : createDrawingPerson(options);
}

/** Told in lines as where there is no terminal, and asked all the same. */
function createLinePerson(options: TerminalOptions): TerminalPerson {
  const handOver = options.handOver ?? ((work) => work());
  const person = createTeller(options, (question, run, park) => handOver(() => typedBy(options, question, run, park)));
  return { ...person, lend: (work) => handOver(work), release: () => {} };
}

/** Ink draws the run, inquirer asks, and never both at once. */
function createDrawingPerson(options: TerminalOptions): TerminalPerson {
  const hold = createHold(options.handOver ?? ((work) => work()));
  const lines = lineWriter(options);
  let shownPlan = "";
  let isBroken = false;
  const live = createLiveRun({
    ...options,
    hold,
    onBroken: () => {
      isBroken = true;
    },
  });
  const release = () => {
    live.lower();
    hold.release();
  };
  /** Nothing is drawn meanwhile. */
  const lend = async <T>(work: () => Promise<T>): Promise<T> => {
    live.lower();
    await hold.acquire();
    try {
      return await work();
    } finally {
      if (live.state().isOver) release();
      else live.raise();
    }
  };
  const ask = async (question: Question, park?: AbortSignal) => {
    const { run } = live.state();
    return lend(async () => {
      const { drawQuestion } = await import("./plan-view.ts");
      const isNew = isPlanShown(question) && shownPlan !== planInRun(question, run);
      const { finished } = live.state();
      drawQuestion(isNew ? question : withoutTold(question, finished), isNew, options);
      shownPlan = planInRun(question, run);
      const answer = flagAnswer(question, options.answers, options.isRehearsal);
      return answer ?? (await typedBy(options, question, run, park));
    });
  };
  const show = (event: RunEvent) => {
    live.update(event);
    if (isBroken) lines.write(event);
    if (event.type === "began") live.raise();
    if (event.type === "ended") release();
  };
  return { ask, show, lend, release };
}

async function typedBy(
  options: TerminalOptions,
  question: Question,
  run: string | undefined,
  park?: AbortSignal,
): Promise<Answer> {
  const answer = await typedAnswer(question, options, park);
  if (answer) return answer;
  throw interruptedError({ question, run, ...options, isAtPrompt: options.handOver !== undefined });
}
