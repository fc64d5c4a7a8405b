import type { Answer, Person, Question, RunEvent } from "../model/run.ts";
import { flagAnswer, interruptedError } from "./flags.ts";
import { createHold, type HandOver } from "./hold.ts";
import { createLiveRun } from "./live-run.ts";
import { lineWriter, type PlainOptions } from "./plain-person.ts";
import type { Drawing } from "./run-view.ts";
import { typedAnswer } from "./typed-answer.ts";

export interface TerminalOptions extends PlainOptions, Drawing {
  /** How the prompt lends its terminal; absent: the terminal is ours. */
  readonly handOver?: HandOver;
  /** `p` or Ctrl-C while a run goes on. */
  onInterrupt(): void;
}

/** A person who asks to be released when no run's end was told, e.g. after a defect. */
export interface TerminalPerson extends Person {
  /** Takes the view from the screen and gives the terminal back. */
  release(): void;
}

/** A person at a terminal: Ink draws the run, inquirer asks, and never both at once. Flags answer first. */
export function createTerminalPerson(options: TerminalOptions): TerminalPerson {
  const hold = createHold(options.handOver ?? ((work) => work()));
  const lines = lineWriter(options);
  let shownPlan: string | undefined;
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
  const ask = async (question: Question, park?: AbortSignal) => {
    live.lower();
    await hold.acquire();
    try {
      const { drawQuestion } = await import("./plan-view.ts");
      drawQuestion(question, shownPlan !== question.plan.fingerprint, options);
      shownPlan = question.plan.fingerprint;
      return await answerTo(question, live.state().run, options, park);
    } finally {
      if (live.state().isOver) release();
      else live.raise();
    }
  };
  const show = (event: RunEvent) => {
    live.update(event);
    if (isBroken) lines.write(event);
    if (event.type === "began") live.raise();
    if (event.type === "ended") release();
  };
  return { ask, show, release };
}

async function answerTo(
  question: Question,
  run: string | undefined,
  options: TerminalOptions,
  park?: AbortSignal,
): Promise<Answer> {
  const answer = flagAnswer(question, options.answers, options.isRehearsal);
  if (answer) return answer;
  try {
    return await typedAnswer(question, options, park);
  } catch (error) {
    if (!hasLeft(error)) throw error;
    const isAtPrompt = options.handOver !== undefined;
    throw interruptedError({ question, run, isRehearsal: options.isRehearsal, isAtPrompt }, error);
  }
}

/** The signals of {@link typedAnswer}, as inquirer tells of them. */
function hasLeft(error: unknown): boolean {
  return error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
}
