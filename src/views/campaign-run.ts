import type { ProcedureStep } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import { factsOf, whyNotTaken } from "./campaign-facts.ts";
import { type Lane, lanesOf, looseSteps } from "./campaign-lanes.ts";
import { campaignMap, type LaneWords } from "./campaign-map.ts";
import { type Screen, styled } from "./layout.ts";
import { type StepStanding, standings } from "./run-outcomes.ts";

/** How steps of a run are drawn, neighbours beside each other. */
export type DrawSteps = (standings: readonly StepStanding[]) => string[];

/** A campaign's run: the lanes as a graph with where each stands, then the steps of those where something is under way or failed. */
export function campaignRunLines(run: Run, screen: Screen, draw: DrawSteps): string[] {
  const { procedure } = run.plan;
  if (!procedure) return [];
  const all = standings(run);
  const drawn = (ids: ReadonlySet<string>) => draw(all.filter(({ step }) => ids.has(step.id)));
  const lanes = lanesOf(procedure).map((lane) => ({ lane, ...standingOf(lane, all, run) }));
  const words = new Map(lanes.map((each) => [each.lane, each]));
  const { first, last } = looseSteps(procedure);
  const idsOf = (steps: Lane["steps"]) => new Set(steps.map(({ id }) => id));
  const open = lanes.filter(({ mark }) => mark === ".." || mark === "!!");
  const openLines = open.flatMap(({ lane }) => ["", `  ${lane.name}`, ...drawn(idsOf(lane.steps))]);
  const isAtEnd = all.some(({ step, at }) => last.includes(step) && at !== undefined);
  return [
    ...drawn(idsOf(first)),
    "",
    ...campaignMap(
      lanes.map(({ lane }) => lane),
      screen,
      (lane) => words.get(lane) ?? { mark: "", words: [] },
    ),
    ...openLines,
    ...(isAtEnd ? ["", ...drawn(idsOf(last))] : []),
  ];
}

function standingOf(lane: Lane, all: readonly StepStanding[], run: Run): LaneWords {
  const own = all.filter(({ step }) => lane.steps.some(({ id }) => id === step.id));
  const failed = own.find(({ mark }) => mark === "!!");
  if (failed) return { mark: "!!", words: [`${failed.state}: ${whyFailed(failed)}`] };
  const left = own.filter(({ at }) => at === undefined);
  if (left.length === 0) return ended(lane, own, run);
  const next = left.find(({ step }) => missingFor(step, all).length === 0);
  if (next) return ahead(next, run);
  if (left.length === own.length) return { mark: "-", words: [styled("dim", "to come")] };
  const lanes = left.slice(0, 1).flatMap(({ step }) => missingFor(step, all));
  return { mark: "", words: [styled("dim", `waits for ${[...new Set(lanes)].join(", ")}`)] };
}

/** The step stands below in full: here its reason, in a line. */
function whyFailed({ step, detail }: StepStanding): string {
  const [line = ""] = detail.split("\n");
  return line.replace(`${step.title}: `, "") || step.title;
}

/** Lanes, or steps of none, that a step comes after and that are not settled. */
function missingFor({ after = [] }: ProcedureStep, all: readonly StepStanding[]): readonly string[] {
  const left = all.filter(({ step, at }) => after.includes(step.id) && at === undefined);
  return left.map(({ step }) => step.lane ?? step.title);
}

/** Where a lane stands: at a gate with what is missing, as the run said when it parked. */
function ahead({ step, mark, state }: StepStanding, { status, why = "" }: Run): LaneWords {
  const isOpen = mark === ".." && state !== "comes next";
  if (status === "running" || isOpen) return { mark: "..", words: [step.title] };
  if (!step.isGate) return { mark: "", words: [`next: ${step.title}`] };
  const line = why.split("\n").find((each) => each.startsWith(`${step.title}: `));
  return { mark: "||", words: [line?.slice(step.title.length + 2) ?? step.title] };
}

/** What came of it; of one that was not taken why. */
function ended(lane: Lane, own: readonly StepStanding[], run: Run): LaneWords {
  const taken = own.filter(({ state }) => state !== "not taken" && state !== "left out");
  if (taken.length === 0) return { mark: "-", words: [styled("dim", `not taken: ${whyNotTaken(own)}`)] };
  const { pullNumber, isClosed, merge, children } = factsOf(lane, run);
  const last = isClosed ? "" : (taken.findLast(({ detail }) => detail !== "")?.detail ?? "");
  const words = [isClosed ? `${pullNumber} closed` : pullNumber, merge.slice(0, 10), ...children, last].filter(Boolean);
  return { mark: "ok", words: [words.join("   ")] };
}
