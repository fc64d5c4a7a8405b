import { maskedText } from "../model/mask.ts";
import type { Plan } from "../model/plan.ts";
import { printable } from "../model/printable.ts";
import type { Question, Wanted } from "../model/run.ts";
import { padded, row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import { choiceWords, wantedInvite } from "./wanted-answer.ts";
import { placeOf, riskStyle } from "./words.ts";

const lead: Readonly<Record<Question["level"], string>> = {
  safe: "This adds and can be taken back.",
  disruptive: "This interrupts:",
  destructive: "This is lost for good:",
};

/** A question for people: where it is asked, what will be lost, who wants it confirmed, and only then what is asked. */
export function questionText(question: Question, screen: Screen): string {
  return (question.wants ? stepQuestion(question, question.wants, screen) : confirmation(question, screen)).join("\n");
}

function confirmation(question: Question, screen: Screen): string[] {
  const confirming = question.verdicts.filter(({ outcome }) => outcome === "confirm");
  const reasons = new Set(confirming.map(({ guard, because }) => `${guard}: ${because}`));
  return [
    ...row(screen, [...headOf(question), "  "], [whereOf(question)]),
    ...gainLines(question, screen),
    ...leadLines(question, screen),
    ...question.loses.flatMap((loss) => row(screen, ["  - "], [loss])),
    ...[...reasons].flatMap((reason) => row(screen, ["  confirm  "], [reason])),
    ...row(screen, [styled("bold", question.text)]),
  ];
}

/** Added access stands by itself: what is done with it cannot be taken back. */
function gainLines({ gains = [] }: Question, screen: Screen): string[] {
  if (gains.length === 0) return [];
  return [
    ...row(screen, ["This gives access that is not there now:"]),
    ...gains.flatMap((gain) => row(screen, ["  + "], [gain])),
  ];
}

/** Above what is lost; where access is given as well, that was the graver half. */
function leadLines({ level, loses, gains = [] }: Question, screen: Screen): string[] {
  if (gains.length > 0) return loses.length > 0 ? row(screen, ["And this is taken away:"]) : [];
  return loses.length === 0 ? [] : row(screen, [lead[level]]);
}

/** How grave it is. That a runbook begins is no act yet: each of its acts says so for itself. */
function headOf({ step, level, plan }: Question): Span[] {
  return plan.procedure && step === "confirm" && level === "safe"
    ? [styled("cyan", "begin")]
    : [styled(riskStyle[level], level)];
}

/** What a runbook asks at a step: the evidence first, then the question, then each answer with what it means. */
function stepQuestion({ plan, loses, text }: Question, wants: Wanted, screen: Screen): string[] {
  return [
    ...row(screen, [styled("cyan", stepTitle(wants.step, plan)), "  "], [`${plan.title}, ${placeOf(plan)}`]),
    ...loses.flatMap((evidence) => evidence.split("\n").flatMap((line) => row(screen, ["  | "], [maskedText(line)]))),
    ...row(screen, [styled("bold", text)]),
    ...(wants.kind === "choice" ? choiceLines(wants, screen) : []),
    ...(wants.kind === "selection" ? row(screen, ["  names  "], [wants.items.join(", ")]) : []),
  ];
}

/** The world; at a step of a runbook, which said the world when it began, the step. */
function whereOf({ step, plan }: Question): string {
  const id = /^confirm (\S+)/.exec(step)?.[1];
  const isOfStep = plan.procedure?.steps.some((each) => each.id === id) === true;
  return id && isOfStep ? `${stepTitle(id, plan)}  ${plan.title}, ${placeOf(plan)}` : plan.world;
}

/** `step 3 of 9`; of one that failed `step 3 of 9, failed`. What it is called in the journal is nothing to a reader. */
function stepTitle(step: string, { procedure }: Plan): string {
  const id = /^failed\/([^/]+)/.exec(step)?.[1] ?? step;
  const index = procedure?.steps.findIndex((each) => each.id === id) ?? -1;
  if (index < 0) return step;
  return `step ${index + 1} of ${procedure?.steps.length}${id === step ? "" : ", failed"}`;
}

function choiceLines(wants: Extract<Wanted, { kind: "choice" }>, screen: Screen): string[] {
  const words = choiceWords(wants);
  const width = Math.max(...words.map((word) => widthOf(word)));
  return wants.choices.flatMap(({ title }, index) =>
    row(screen, ["  ", styled("bold", padded(words[index] ?? "", width)), "  "], [title]),
  );
}

/** What has to be typed for a destructive question. */
export function nameToType({ expects, plan }: Question): string {
  return expects ?? plan.stack;
}

/** The line that the cursor stands on while the answer is typed. */
export function inviteText(question: Question): string {
  if (question.wants) return wantedInvite(question.wants);
  return question.level === "destructive" ? `type ${printable(nameToType(question))} to go on` : "y to go on";
}
