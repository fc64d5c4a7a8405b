import type { JournalEvent } from "../model/journal.ts";
import type { Run } from "../model/run.ts";
import { isCampaign } from "./campaign-lanes.ts";
import { campaignParts } from "./campaign-report.ts";
import { bodyWords } from "./event-line.ts";
import { section } from "./markdown.ts";
import { namesOf, neighbours, numbersOf } from "./not-taken.ts";
import { nothingToChange } from "./omitted.ts";
import { type StepStanding, standings, whyNotTaken } from "./run-outcomes.ts";
import { dateAndTime } from "./words.ts";

/** What a report tells of a runbook's run: every step with its evidence, every answer with who gave it when. */
export function procedureParts(run: Run, events: readonly JournalEvent[]): readonly string[] {
  return [
    ...(isCampaign(run.plan.procedure) ? campaignParts(run) : []),
    section("Steps", ["Step", "What", "State", "Seen or answered", "When"], stepRows(run)),
    section("Failures", ["When", "Step", "Why"], failureRows(run, events)),
    section("Answers", ["When", "Who", "Asked", "Answered"], answerRows(events)),
  ];
}

/** Neighbours that were not taken for one reason in one row. */
function stepRows(run: Run): string[][] {
  const { procedure } = run.plan;
  const isNews = ({ detail }: StepStanding) => !isCampaign(procedure) || detail !== nothingToChange;
  return neighbours(standings(run).filter(isNews), whyNotTaken).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const ids = group.map(({ step }) => step.id);
    const evidence = first.detail.replaceAll("\n", "; ");
    const when = first.at ? dateAndTime(first.at) : "";
    return [[numbersOf(ids, procedure), namesOf(ids, procedure), first.state, evidence, when]];
  });
}

/** Those of attempts too that a later one made good. */
function failureRows(run: Run, events: readonly JournalEvent[]): string[][] {
  const failed = events.filter((event) => event.kind === "failed" && isOutcome(event, run));
  return failed.map(({ at, step, body }) => [dateAndTime(at), step, bodyWords(body)]);
}

function answerRows(events: readonly JournalEvent[]): string[][] {
  const asked = new Map(events.flatMap(({ kind, step, body }) => (kind === "asked" ? [[step, body]] : [])));
  const answered = events.filter(({ kind }) => kind === "answered");
  return answered.map(({ at, who, step, body }) => {
    return [dateAndTime(at), who, bodyWords(asked.get(step) ?? { text: step }), bodyWords(body)];
  });
}

/** Whether it is the row of a step's outcome, `puppet/2`, and of no effect. */
export function isOutcome({ step }: JournalEvent, { plan }: Run): boolean {
  const id = /^([^/]+)\/\d+$/.exec(step)?.[1];
  return plan.procedure?.steps.some((each) => each.id === id) === true;
}
