import type { Change, Plan } from "../model/plan.ts";
import type { Procedure, ProcedureStep } from "../model/procedure.ts";
import { diffLines, diffSpan } from "./campaign-diff.ts";
import { changesOfStep, isForPeople } from "./campaign-words.ts";
import { detailRows } from "./change-text.ts";
import { row, type Screen, type Span, styled } from "./layout.ts";
import { whyOmitted } from "./omitted.ts";
import { refusals } from "./refusals.ts";
import { evidenceOf, resultOf, resultWords, worstOf } from "./seen.ts";
import { patienceSeconds } from "./step-words.ts";
import { verdictDetails } from "./verdict-text.ts";
import { duration, riskStyle } from "./words.ts";

const diffLinesAtMost = 40;
const labelWidth = 8;

/** The steps of one lane: one line each, edits as their diff, and what is not taken in one line. */
export function laneStepLines(
  steps: readonly ProcedureStep[],
  procedure: Procedure,
  plan: Plan,
  screen: Screen,
): string[] {
  return runsOf(steps, plan).flatMap(({ why, of }) =>
    why === undefined
      ? of.flatMap((step) => stepLine(step, procedure, plan, screen))
      : omittedLine(of, why, procedure, screen),
  );
}

interface Alike {
  /** Why they are not taken; `undefined`: they are. */
  readonly why: string | undefined;
  readonly of: readonly ProcedureStep[];
}

/** Neighbours that are not taken for the same reason. */
function runsOf(steps: readonly ProcedureStep[], plan: Plan): readonly Alike[] {
  const runs: { why: string | undefined; of: ProcedureStep[] }[] = [];
  for (const step of steps) {
    const why = whyOmitted(step.id, plan);
    const last = runs.at(-1);
    if (last && last.why === why) last.of.push(step);
    else runs.push({ why, of: [step] });
  }
  return runs;
}

function omittedLine(
  steps: readonly ProcedureStep[],
  why: string,
  { steps: all }: Procedure,
  screen: Screen,
): string[] {
  const numbers = steps.map((step) => all.indexOf(step) + 1).join(", ");
  const noun = steps.length === 1 ? "step" : "steps";
  return row(screen, [styled("dim", "  -      ")], [styled("dim", `not taken, ${noun} ${numbers}: ${why}`)]);
}

function stepLine(step: ProcedureStep, procedure: Procedure, plan: Plan, screen: Screen): string[] {
  const number = `${procedure.steps.indexOf(step) + 1}`.padStart(4);
  const changes = changesOfStep(step, plan);
  return [
    ...row(screen, ["    ", number, "  "], [`${wordOf(step)}${step.title}`, ...behind(step, changes, plan)]),
    ...changes.flatMap((change) => changeLines(change, plan, screen)),
    ...seenLines(step, plan, screen),
  ];
}

function wordOf(step: ProcedureStep): string {
  const { kind } = step;
  if (isForPeople(step)) return "gate: ";
  return kind === "check" || kind === "attest" || kind === "ask" ? `${kind}: ` : "";
}

/** What it risks, and how long it may take. */
function behind(step: ProcedureStep, changes: readonly Change[], plan: Plan): Span[] {
  const [change] = changes;
  const seen = (plan.look?.seen[step.id] ?? []).map(resultOf);
  const { word, style } = resultWords[worstOf(seen)];
  const seconds = step.kind === "wait" && !isForPeople(step) ? patienceSeconds(step) : 0;
  return [
    ...(change ? ["   ", styled(riskStyle[change.risk], change.risk)] : []),
    ...(seen.length > 0 ? ["   ", styled(style, word)] : []),
    ...(seconds >= 3600 ? ["   ", styled("dim", `at most ${duration(seconds)}`)] : []),
  ];
}

function changeLines(change: Change, plan: Plan, screen: Screen): string[] {
  const whole = refusals(plan);
  const told = plan.verdicts.filter((verdict) => verdict.change === change.id && !whole.includes(verdict));
  const verdicts = told.filter(({ outcome }) => outcome !== "allow").flatMap((verdict) => verdictDetails(verdict, 1));
  return [...bodyLines(change, screen), ...detailRows(verdicts, indentOf(screen), screen, labelWidth)];
}

function bodyLines({ kind, after }: Change, screen: Screen): string[] {
  if (kind === "branch" && typeof after?.diff === "string") return diffRows(after.diff, screen);
  const { title, branch } = after ?? {};
  if (kind !== "pull-request" || typeof title !== "string") return [];
  return [
    ...row(screen, [indentOf(screen)], [styled("dim", title)]),
    ...row(screen, [indentOf(screen)], [styled("dim", `from ${String(branch)}`)]),
  ];
}

function diffRows(diff: string, screen: Screen): string[] {
  const lines = diffLines(diff);
  const more = lines.length - diffLinesAtMost;
  const shown = lines.slice(0, more > 0 ? diffLinesAtMost - 1 : diffLinesAtMost);
  return [
    ...shown.flatMap((line) => row(screen, [indentOf(screen)], [diffSpan(line)])),
    ...(more > 0
      ? row(screen, [indentOf(screen)], [styled("dim", `${more + 1} more lines: --json has all of them`)])
      : []),
  ];
}

function seenLines({ id }: ProcedureStep, plan: Plan, screen: Screen): string[] {
  return detailRows(evidenceOf(plan.look?.seen[id] ?? []), indentOf(screen), screen, labelWidth);
}

function indentOf({ columns }: Screen): string {
  return " ".repeat(columns < 60 ? 6 : 12);
}
