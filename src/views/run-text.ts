import { maskedText } from "../model/mask.ts";
import type { Change } from "../model/plan.ts";
import type { Run, RunStatus } from "../model/run.ts";
import { isCampaign } from "./campaign-lanes.ts";
import { pullLines } from "./campaign-pulls.ts";
import { campaignRunLines } from "./campaign-run.ts";
import { changeStatus, marks } from "./change-status.ts";
import { padded, row, type Screen, type Style, styled, widthOf } from "./layout.ts";
import { inOrder } from "./next-words.ts";
import { namesOf, neighbours, numbersOf } from "./not-taken.ts";
import { owedWords, type StepStanding, standings, whyNotTaken } from "./run-outcomes.ts";
import { dateAndTime, duration, secondsBetween } from "./words.ts";

/** Beside the word, never instead of it. */
export const statusStyle: Readonly<Record<RunStatus, Style>> = {
  running: "cyan",
  parked: "yellow",
  done: "green",
  failed: "red",
  aborted: "yellow",
};

/** A run for people: each change with its state, what was verified, why it stopped and what to type next. */
export function runText(run: Run, screen: Screen): string {
  const width = Math.max(0, ...run.plan.changes.map((change) => widthOf(change.id)));
  return [
    ...headLines(run, screen),
    ...(run.plan.procedure
      ? procedureLines(run, screen)
      : run.plan.changes.flatMap((change) => changeLines(change, run, width, screen))),
    ...endLines(run, screen),
  ].join("\n");
}

function procedureLines(run: Run, screen: Screen): string[] {
  const draw = (some: readonly StepStanding[]) => standingLines(some, run, screen);
  if (!isCampaign(run.plan.procedure)) return draw(standings(run));
  return [
    ...campaignRunLines(run, screen, draw),
    "",
    ...row(screen, ["  each step  "], [styled("bold", `report("${run.id}")`)]),
  ];
}

/** The same for one who just saw it go on: without what came out as it should. */
export function runEndText(run: Run, screen: Screen): string {
  const failed = standings(run).filter(({ mark }) => mark === "!!");
  const lines = standingLines(failed, run, screen);
  const whole = row(screen, ["  all   "], [styled("bold", `show("${run.id}")`)]);
  return [
    ...headLines(run, screen),
    ...lines,
    ...(isCampaign(run.plan.procedure) ? pullLines(run, screen) : []),
    ...endLines(run, screen),
    ...whole,
  ].join("\n");
}

function headLines(run: Run, screen: Screen): string[] {
  const head = [run.title, "  ", styled(statusStyle[run.status], run.status)];
  return [
    ...row(screen, [styled("bold", `Run ${run.id}`), "  "], head),
    ...row(
      screen,
      ["  "],
      [
        `${run.world}, ${run.environment}/${run.stack}, by ${run.who}${run.parent ? `, for ${run.parent.run}` : ""}, ${whenOf(run)}`,
      ],
    ),
  ];
}

function endLines(run: Run, screen: Screen): string[] {
  return [
    ...verificationLines(run, screen),
    ...owedWords(run).flatMap((line) => row(screen, [styled("yellow", "  still so  ")], [line])),
    ...whyLines(run, screen),
    ...nextLines(run, screen),
  ];
}

/** Of several gates that are shut each has a line. */
function whyLines({ why }: Run, screen: Screen): string[] {
  const lines = why ? maskedText(why).split("\n") : [];
  return lines.flatMap((line, index) => row(screen, [index === 0 ? "  why   " : "        "], [line]));
}

/** What is typed at the prompt; where a shell had begun it, the shell's way too. */
function nextLines({ id, next, status }: Run, screen: Screen): string[] {
  if (!next) return [];
  const isOfShell = status === "parked" && next.startsWith("./console");
  const shell = isOfShell ? row(screen, ["  shell "], [next]) : [];
  return [...row(screen, ["  next  "], [styled("bold", isOfShell ? commandIn(next, id) : inOrder(next))]), ...shell];
}

/** The command that goes on with a run, or ends it, without what else is said with it. */
export function commandIn(next: string, id: string): string {
  return /\b(?:resume|abort)!\("[^"]*"\)/.exec(next)?.[0] ?? `resume!("${id}")`;
}

/** Neighbours that were not taken for one reason in one line. */
function standingLines(some: readonly StepStanding[], run: Run, screen: Screen): string[] {
  const { procedure } = run.plan;
  return neighbours(some, whyNotTaken).flatMap((group) => {
    const [first] = group;
    const ids = group.map(({ step }) => step.id);
    return first ? stepLines(first, { number: numbersOf(ids, procedure), name: namesOf(ids, procedure) }, screen) : [];
  });
}

interface Named {
  readonly number: string;
  readonly name: string;
}

/** Evidence of several lines stands below. */
function stepLines({ mark, state, detail }: StepStanding, { number, name }: Named, screen: Screen): string[] {
  const lines = detail === "" ? [] : maskedText(detail).split("\n");
  const beside = lines.length === 1 ? [lines[0] ?? ""] : [];
  const words = [...(state === "passed" ? [] : [state]), ...beside].join("  ");
  return [
    ...row(screen, [`  ${mark.padEnd(3)}${number.padStart(3)}  `], [name, "   ", words]),
    ...(lines.length > 1 ? lines.flatMap((line) => row(screen, ["          | "], [line])) : []),
  ];
}

function whenOf({ beganAt, endedAt }: Run): string {
  const took = endedAt ? `, took ${duration(secondsBetween(beganAt, endedAt))}` : "";
  return `began ${dateAndTime(beganAt)}${took}`;
}

function changeLines(change: Change, run: Run, width: number, screen: Screen): string[] {
  const { state, seconds, detail } = changeStatus(change, run);
  const tail = [state, ...(seconds === undefined ? [] : [duration(seconds)]), ...(detail ? [maskedText(detail)] : [])];
  return row(screen, [`  ${marks[state].padEnd(3)}  `], [padded(change.id, width), "  ", tail.join("  ")]);
}

function verificationLines(run: Run, screen: Screen): string[] {
  return (run.verification ?? []).flatMap(({ what, state }) => {
    const words = { yes: "verified", no: "NOT SO", unknown: "not known", "not-configured": "not done" };
    return row(screen, [`  ${padded(words[state.holds], 9)}  `], [`${what}: ${maskedText(state.detail)}`]);
  });
}
