import { render, Static, Text, useWindowSize } from "ink";
import React from "react";
import type { Plan } from "../model/plan.ts";
import type { Question } from "../model/run.ts";
import { planToConfirm } from "./plan-text.ts";
import { questionText } from "./question-text.ts";
import type { Drawing } from "./run-view.ts";

const h = React.createElement;

/** A plan: grouped, coloured by risk, with its field differences. */
export function PlanView({ plan, hasColour }: { readonly plan: Plan; readonly hasColour: boolean }): React.ReactNode {
  const { columns } = useWindowSize();
  return h(Text, null, planToConfirm(plan, { columns, hasColour }));
}

/** What will be lost, and what is asked; the answer is typed below it. */
export function QuestionView(props: { readonly question: Question; readonly hasColour: boolean }): React.ReactNode {
  const { columns } = useWindowSize();
  return h(Text, null, `\n${questionText(props.question, { columns, hasColour: props.hasColour })}`);
}

/**
 * Draws a question, with its plan if that was not seen yet, and leaves it on the screen as plain text: nothing of the
 * view is left when the answer is typed.
 */
export function drawQuestion(question: Question, isPlanNew: boolean, options: Drawing & { hasColour: boolean }): void {
  const { stdin, stdout, stderr, hasColour } = options;
  const plan = h(PlanView, { key: "plan", plan: question.plan, hasColour });
  const views = [...(isPlanNew ? [plan] : []), h(QuestionView, { key: "question", question, hasColour })];
  const still = h(Static<React.ReactNode>, { items: views, children: (view) => view });
  render(still, { stdin, stdout, stderr, patchConsole: false, interactive: true }).unmount();
}
