import { OpsError } from "../model/error.ts";
import { printable } from "../model/printable.ts";
import type { Answer, Question } from "../model/run.ts";
import { typedWord } from "../model/shell-word.ts";
import { attestedAnswer, attestWhy, attestWords } from "./attest.ts";
import { nameToType } from "./question-text.ts";
import { isForPersonsOnly } from "./wanted-answer.ts";
import { bangOf } from "./words.ts";

/** What the operator answered beforehand, on the command line. */
export interface FlagAnswers {
  /** `--yes` */
  readonly isYes: boolean;
  /** `--plan`: the answers below are for exactly this plan. */
  readonly planFingerprint?: string | undefined;
  /** `--confirm`: names of targets or stacks. */
  readonly confirmed: readonly string[];
  /** `--attest`, `STEP=NOTE`: for the attestations and questions of runbooks. It never confirms a plan. */
  readonly attested: readonly string[];
}

/**
 * The answer that the flags give, if they give one: `--yes` to a safe question, `--confirm` with `--plan` to a
 * disruptive or destructive one, `--attest` to a runbook's step. In a rehearsal `--plan` may be left out; another
 * plan's fingerprint answers nothing.
 */
export function flagAnswer(question: Question, flags: FlagAnswers, isRehearsal: boolean): Answer | undefined {
  const isForThisPlan = flags.planFingerprint === question.plan.fingerprint;
  if (flags.planFingerprint !== undefined && !isForThisPlan) return undefined;
  if (question.wants) return attestedAnswer(question, flags.attested);
  if (question.level === "safe") return flags.isYes ? { isYes: true, text: "yes", how: "--yes" } : undefined;
  const name = namesOf(question).find((each) => flags.confirmed.includes(each));
  const isConfirmed = name !== undefined && (isForThisPlan || isRehearsal);
  return isConfirmed ? { isYes: true, text: name, how: "--confirm" } : undefined;
}

/**
 * The stack's name answers for its plan's targets, and for nothing else: a runbook's acts are asked for one by one, and so
 * is access that is added.
 */
function namesOf(question: Question): readonly string[] {
  const isOfPlan = question.step.startsWith("confirm") && !question.plan.procedure && !question.gains;
  return isOfPlan ? [nameToType(question), question.plan.stack] : [nameToType(question)];
}

/** What was asked where, for the command that goes on. */
export interface Asked {
  readonly question: Question;
  readonly run: string | undefined;
  readonly isRehearsal: boolean;
  /** Commands are typed at the console's prompt, not at a shell's. */
  readonly isAtPrompt: boolean;
}

/** Nobody is there who could answer. */
export function parkedError(asked: Asked, flags: FlagAnswers): OpsError {
  const { question } = asked;
  const { fingerprint } = question.plan;
  const isOther = flags.planFingerprint !== undefined && flags.planFingerprint !== fingerprint;
  const why = isOther
    ? `--plan ${flags.planFingerprint} is another plan than this one, ${fingerprint}`
    : needsOf(question, flags);
  return new OpsError({
    code: "answer-needed",
    reason: "parked",
    what: question.text,
    why,
    next: answeringCommand(asked),
  });
}

/** The person left instead of answering; that is neither yes nor no. */
export function interruptedError(asked: Asked): OpsError {
  return new OpsError({
    code: "question-interrupted",
    reason: "interrupted",
    what: asked.question.text,
    why: "the question was left without an answer; nothing further is begun",
    next: asked.isAtPrompt ? callOf(asked) : shellCommand(asked, []),
  });
}

/** The command that goes on and answers the question; what only a person can say stands in it as `...`. */
function answeringCommand(asked: Asked): string {
  const { question } = asked;
  const { level, plan, wants } = question;
  if (wants) return shellCommand(asked, isForPersonsOnly(question) ? [] : ["--attest", quoted(attestWords(wants))]);
  const confirm = ["--plan", plan.fingerprint, "--confirm", quoted(nameToType(question))];
  return shellCommand(asked, level === "safe" ? ["--yes"] : confirm);
}

function shellCommand(asked: Asked, answer: readonly string[]): string {
  const { environment } = asked.question.plan;
  const rehearse = asked.isRehearsal ? ["--rehearse"] : [];
  return ["./console", quoted(environment), ...rehearse, "-e", quoted(callOf(asked)), ...answer].join(" ");
}

/** What goes on, as it is typed at the prompt. */
function callOf({ question, run }: Asked): string {
  return run ? `resume!(${JSON.stringify(run)})` : bangOf(question.plan.invocation);
}

/** A name that was meant as an answer, and is none: of another act of this plan it may have been the answer before. */
function unusedOf(question: Question, { confirmed }: FlagAnswers): string {
  const { stack, changes } = question.plan;
  const known = new Set([nameToType(question), stack, ...changes.map(({ name }) => name)]);
  const unknown = confirmed.filter((name) => !known.has(name));
  return unknown.length === 0 ? "" : `; nothing that is asked here is called ${unknown.map(quoted).join(", ")}`;
}

function needsOf(question: Question, flags: FlagAnswers): string {
  const { level, wants, plan } = question;
  if (wants) return attestWhy(question, wants, flags.attested);
  if (level === "safe") return `it is safe: --yes says yes to it${unusedOf(question, flags)}`;
  const confirm = `--confirm ${quoted(nameToType(question))} with --plan ${plan.fingerprint}`;
  return `it is ${level}: ${confirm} says yes to it${unusedOf(question, flags)}`;
}

/** One word, as it may be drawn and typed. */
function quoted(text: string): string {
  return typedWord(printable(text));
}
