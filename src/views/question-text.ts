import { printable } from "../model/printable.ts";
import type { Question } from "../model/run.ts";
import { row, type Screen, styled } from "./layout.ts";
import { riskStyle } from "./words.ts";

const lead: Readonly<Record<Question["level"], string>> = {
  safe: "This adds and can be taken back.",
  disruptive: "This interrupts:",
  destructive: "This is lost for good:",
};

/** A question for people: where it is asked, what will be lost, who wants it confirmed, and only then what is asked. */
export function questionText(question: Question, screen: Screen): string {
  const confirming = question.verdicts.filter(({ outcome }) => outcome === "confirm");
  const reasons = new Set(confirming.map(({ guard, because }) => `${guard}: ${because}`));
  return [
    ...row(screen, [styled(riskStyle[question.level], question.level), "  "], [question.plan.world]),
    ...(question.level === "safe" && question.loses.length === 0 ? [] : row(screen, [lead[question.level]])),
    ...question.loses.flatMap((loss) => row(screen, ["  - "], [loss])),
    ...[...reasons].flatMap((reason) => row(screen, ["  confirm  "], [reason])),
    ...row(screen, [styled("bold", question.text)]),
  ].join("\n");
}

/** What has to be typed for a destructive question. */
export function nameToType({ expects, plan }: Question): string {
  return expects ?? plan.stack;
}

/** The line that the cursor stands on while the answer is typed. */
export function inviteText(question: Question): string {
  return question.level === "destructive" ? `type ${printable(nameToType(question))} to go on` : "y to go on";
}
