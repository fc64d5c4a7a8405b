import { callText } from "../model/invocation.ts";
import type { Plan } from "../model/plan.ts";
import type { Procedure, StepKind } from "../model/procedure.ts";
import { isCampaign } from "./campaign-lanes.ts";
import { campaignInBrief, campaignLines } from "./campaign-text.ts";
import { row, type Screen, styled } from "./layout.ts";
import { whyOmitted } from "./omitted.ts";
import { planHead } from "./plan-head.ts";
import { refusals } from "./refusals.ts";
import { resultOf, worstOf } from "./seen.ts";
import { briefStepLine, stepLines } from "./step-text.ts";
import { bangOf, counted, tally } from "./words.ts";

const nouns: Readonly<Record<StepKind, string>> = {
  check: "check",
  ask: "question",
  attest: "attestation",
  act: "act",
  wait: "wait",
};

/** A runbook as it was looked at: who refuses it, every step with what its checks saw, and how to do it. */
export function procedureText(plan: Plan, procedure: Procedure, screen: Screen): string {
  return [
    ...planHead(plan, screen),
    ...refusalLines(plan, procedure, screen),
    ...bodyLines(procedure, plan, screen),
    ...notesOf(plan).flatMap((note) => row(screen, ["  note  "], [note])),
    ...row(screen, [`${countsOfSteps(procedure)}${omittedWords(plan)}`]),
    ...closingLines(plan, procedure, screen),
  ].join("\n");
}

/** The steps alone, a line each: above the first question of its run, where each asks for itself when its turn comes. */
export function briefProcedure(plan: Plan, procedure: Procedure, screen: Screen): string {
  return [
    ...planHead(plan, screen),
    ...(isCampaign(procedure)
      ? campaignInBrief(procedure, plan, screen)
      : procedure.steps.flatMap((_, index) => briefStepLine(index, procedure, plan, screen))),
    ...notesOf(plan).flatMap((note) => row(screen, ["  note  "], [note])),
    ...row(screen, ["Every step in full: ", styled("bold", callText(plan.invocation))]),
  ].join("\n");
}

function bodyLines(procedure: Procedure, plan: Plan, screen: Screen): string[] {
  if (isCampaign(procedure)) return campaignLines(procedure, plan, screen);
  return procedure.steps.flatMap((_, index) => stepLines(index, procedure, plan, screen));
}

/** `nubank/deploy: …` and `nubank/sabesp: …` in one, where both say the same. */
function notesOf({ notes }: Plan): readonly string[] {
  const alike = Map.groupBy(notes, (note) => note.slice(note.indexOf(": ") + 1));
  return [...alike].map(([words, all]) => {
    const subjects = new Set(all.map((note) => note.slice(0, note.length - words.length - 1)));
    return new Set(all).size === 1 ? `${all[0]}` : `${[...subjects].join(", ")}:${words}`;
  });
}

/** Before anything else, since reading on is of no use; and at the end, where the prompt stands below many steps. */
function refusalLines(plan: Plan, procedure: Procedure, screen: Screen): string[] {
  const alike = Map.groupBy(refusals(plan), ({ guard, because, instead }) => [guard, because, instead].join("\n"));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      ...row(screen, [styled("red", "  refused  ")], [`by ${first.guard}: ${first.because}`]),
      ...row(screen, ["  at       "], [group.map(({ change }) => whereIs(change, procedure)).join(", ")]),
      ...(first.instead ? row(screen, ["  instead  "], [first.instead]) : []),
    ];
  });
}

function whereIs(change: string, { steps }: Procedure): string {
  const index = steps.findIndex(({ changes }) => changes?.includes(change));
  return index < 0 ? change : `step ${index + 1} (${change})`;
}

function countsOfSteps({ steps }: Procedure): string {
  const kinds = [...tally(steps.map(({ kind }) => nouns[kind]))].map(([noun, count]) => counted(count, noun));
  return `${counted(steps.length, "step")}: ${kinds.join(", ")}`;
}

function omittedWords(plan: Plan): string {
  const steps = plan.procedure?.steps ?? [];
  const count = steps.filter(({ id }) => whyOmitted(id, plan) !== undefined).length;
  return count === 0 ? "" : `; ${count} not taken as the world is now`;
}

function closingLines(plan: Plan, procedure: Procedure, screen: Screen): string[] {
  if (refusals(plan).length > 0) return refusalLines(plan, procedure, screen);
  return [...stopLines(plan, procedure, screen), ...actLines(plan, procedure, screen)];
}

/** What to type to do it; of acts none of which would be taken, that there is nothing to do. */
function actLines(plan: Plan, { steps }: Procedure, screen: Screen): string[] {
  const isIdle =
    steps.length > 0 && steps.every(({ kind, id }) => kind === "act" && whyOmitted(id, plan) !== undefined);
  if (isIdle) return row(screen, ["There is nothing to do."]);
  return [...row(screen, ["To do it: ", styled("bold", bangOf(plan.invocation))])];
}

/** Where it would stop if it were begun now. */
function stopLines({ look }: Plan, { steps }: Procedure, screen: Screen): string[] {
  const seen = look?.seen ?? {};
  const index = steps.findIndex(({ id }) => worstOf((seen[id] ?? []).map(resultOf)) !== "pass");
  const step = steps[index];
  if (!step) return [];
  return row(screen, [styled("yellow", "as it is now")], [`, it stops at step ${index + 1}: ${step.title}`]);
}
