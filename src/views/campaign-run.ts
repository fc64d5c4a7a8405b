import type { Run } from "../model/run.ts";
import { factsOf } from "./campaign-facts.ts";
import { type Lane, lanesOf, looseSteps } from "./campaign-lanes.ts";
import { campaignMap, type LaneWords } from "./campaign-map.ts";
import { type Screen, styled } from "./layout.ts";
import { type StepStanding, standings } from "./run-outcomes.ts";

/** How one step of a run is drawn; its index is that of the runbook. */
export type DrawStep = (standing: StepStanding, index: number) => string[];

/** A campaign's run: the lanes as a graph with where each stands, then the steps of those that are under way or failed. */
export function campaignRunLines(run: Run, screen: Screen, draw: DrawStep): string[] {
  const { procedure } = run.plan;
  if (!procedure) return [];
  const all = standings(run);
  const drawn = (ids: ReadonlySet<string>) =>
    all.flatMap((standing, index) => (ids.has(standing.step.id) ? draw(standing, index) : []));
  const lanes = lanesOf(procedure).map((lane) => ({ lane, ...standingOf(lane, all, run) }));
  const words = new Map(lanes.map((each) => [each.lane, each]));
  const { first, last } = looseSteps(procedure);
  const idsOf = (steps: Lane["steps"]) => new Set(steps.map(({ id }) => id));
  const open = lanes.filter(({ mark }) => mark !== "ok" && mark !== "-");
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
  if (failed) return { mark: "!!", words: [`${failed.state}: ${failed.step.title}`] };
  const left = own.filter(({ at }) => at === undefined);
  const [next] = left;
  if (!next) return ended(lane, own, run);
  if (left.length === own.length) return { mark: "-", words: [styled("dim", "to come")] };
  if (next.mark === "..") return { mark: "..", words: [next.step.title] };
  return { mark: next.step.isGate ? "||" : "", words: [`next: ${next.step.title}`] };
}

/** What came of it; of one that was not taken why. */
function ended(lane: Lane, own: readonly StepStanding[], run: Run): LaneWords {
  const taken = own.filter(({ state }) => state !== "not taken" && state !== "left out");
  const why = own.findLast(({ detail }) => detail !== "")?.detail ?? "";
  if (taken.length === 0) return { mark: "ok", words: [styled("dim", `not taken: ${why}`)] };
  const { pullNumber, merge, children } = factsOf(lane, run);
  const last = taken.findLast(({ detail }) => detail !== "")?.detail ?? "";
  const words = [pullNumber, merge.slice(0, 10), ...children, last].filter(Boolean);
  return { mark: "ok", words: [words.join("   ")] };
}
