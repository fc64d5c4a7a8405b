import type { Run } from "../model/run.ts";
import { padded, row, type Screen, styled, widthOf } from "./layout.ts";
import { stepAhead } from "./run-outcomes.ts";
import { commandIn, statusStyle } from "./run-text.ts";
import { dateAndTime } from "./words.ts";

/** Runs in the order given, a short block each; of a parked one where it stands, what is still so and what to type. */
export function runsText(runs: readonly Run[], screen: Screen): string {
  const widths = {
    id: Math.max(...runs.map(({ id }) => widthOf(id))),
    status: Math.max(...runs.map(({ status }) => widthOf(status))),
    title: Math.max(...runs.map(({ title }) => widthOf(title))),
  };
  const isOfSeveral = new Set(runs.map(({ environment }) => environment)).size > 1;
  return runs.flatMap((run) => runLines(run, widths, isOfSeveral, screen)).join("\n");
}

interface Widths {
  readonly id: number;
  readonly status: number;
  readonly title: number;
}

function runLines(run: Run, widths: Widths, isOfSeveral: boolean, screen: Screen): string[] {
  const { id, status, title, environment, beganAt, who } = run;
  const head = [padded(id, widths.id), "  ", styled(statusStyle[status], padded(status, widths.status)), "  "];
  const where = isOfSeveral ? `${environment}, ` : "";
  const when = `${where}${dateAndTime(beganAt)}, by ${who}${forWhom(run)}`;
  const indent = " ".repeat(widths.id + 2);
  const detail = (label: string, text: string) => row(screen, [`${indent}${label.padEnd(10)}`], [text]);
  return [
    ...row(screen, head, [padded(title, widths.title), "  ", when]),
    ...(run.status === "parked" ? detail("at", placeOf(run)) : []),
    ...run.owed.flatMap(({ stillSo }) => detail("still so", stillSo)),
    ...(run.status === "parked" && run.next ? detail("next", commandIn(run.next, run.id)) : []),
  ];
}

/** The run that it was begun for. */
function forWhom({ parent }: Run): string {
  return parent ? `, for ${parent.run}` : "";
}

/** `step 5 of 26: choose how alibuild07 is emptied`, or how many of its changes are done. */
function placeOf(run: Run): string {
  const steps = run.plan.procedure?.steps;
  const { changes } = run.plan;
  if (!steps) return `${changes.filter(({ id }) => run.completedAt[id]).length} of ${changes.length} done`;
  const step = stepAhead(run);
  return step ? `step ${steps.indexOf(step) + 1} of ${steps.length}: ${step.title}` : "its end";
}
