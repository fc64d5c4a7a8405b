import type { Fields } from "../model/json.ts";
import type { Change, Plan } from "../model/plan.ts";
import { changeHead, detailRows, fieldDetails, reasonDetails } from "./change-text.ts";
import { commonFields, ownFields, wordsOf } from "./fields.ts";
import { grantLines } from "./grants.ts";
import { row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import { planHead } from "./plan-head.ts";
import { briefProcedure, procedureText } from "./procedure-text.ts";
import { refusals } from "./refusals.ts";
import { verdictDetails, verdictLines, verdictsOfOne } from "./verdict-text.ts";
import { bangOf, counted, tally } from "./words.ts";

/** With fewer columns details stand further left. */
const roomyColumns = 60;

/** A plan for people: grouped, with its field differences, reasons and verdicts, and how to do it; a runbook's as its steps. */
export function planText(plan: Plan, screen: Screen): string {
  if (plan.procedure) return procedureText(plan, plan.procedure, screen);
  return [...changesText(plan, screen), ...closingLines(plan, screen)].join("\n");
}

/** A plan above the question whether to do it: then there is nothing to type but the answer. */
export function planToConfirm(plan: Plan, screen: Screen): string {
  if (plan.procedure) return briefProcedure(plan, plan.procedure, screen);
  const isAsked = plan.changes.length > 0 && refusals(plan).length === 0;
  const closing = isAsked ? row(screen, [countsOf(plan)]) : closingLines(plan, screen);
  return [...changesText(plan, screen), ...closing].join("\n");
}

function changesText(plan: Plan, screen: Screen): readonly string[] {
  const own = { ...plan, verdicts: verdictsOfOne(plan.verdicts) };
  const groups = Map.groupBy(plan.changes, (change) => `${change.role}  ${counted(2, change.kind).slice(2)}`);
  return [
    ...planHead(plan, screen),
    ...[...groups].flatMap(([title, changes]) => groupLines(title, changes, own, screen)),
    ...grantLines(plan, screen),
    ...unchangedLines(plan, screen),
    ...plan.notes.flatMap((note) => row(screen, ["  note  "], [note])),
    ...verdictLines(plan.verdicts, screen),
  ];
}

function groupLines(title: string, changes: readonly Change[], plan: Plan, screen: Screen): string[] {
  const reasons = new Set(changes.map((change) => change.because));
  const [shared] = reasons.size === 1 && changes.length > 1 ? reasons : [];
  const nameWidth = Math.max(...changes.map((change) => widthOf(change.name)));
  const common = commonFields(changes);
  const each = Object.keys(common).length > 0 ? row(screen, ["  each with  "], [wordsOf(common)]) : [];
  return [
    ...row(screen, [styled("cyan", title)], shared ? [`  because ${shared}`] : []),
    ...each,
    ...changes.flatMap((change) => [
      ...row(screen, ["  ", ...changeHead(change, nameWidth)], ownWords(change, common)),
      ...detailLines(change, { isReasonShown: shared === undefined, common }, plan, screen),
    ]),
  ];
}

interface Said {
  readonly isReasonShown: boolean;
  /** Said once for the whole group. */
  readonly common: Fields;
}

/** Beside a group's common fields, a member's own are few: they stand on its line. */
function ownWords(change: Change, common: Fields): Span[] {
  const own = Object.keys(common).length > 0 && ownFields(change, common);
  return own ? [`   ${wordsOf(own)}`] : [];
}

function detailLines(change: Change, { isReasonShown, common }: Said, plan: Plan, screen: Screen): string[] {
  const details = [
    ...fieldDetails(change, common),
    ...reasonDetails(change, isReasonShown),
    ...plan.verdicts.filter((verdict) => verdict.change === change.id).flatMap((verdict) => verdictDetails(verdict, 1)),
  ];
  return detailRows(details, " ".repeat(screen.columns < roomyColumns ? 4 : 13), screen);
}

function unchangedLines(plan: Plan, screen: Screen): string[] {
  const kinds = plan.unchanged.map((key) => key.slice(0, key.indexOf("/")));
  const counts = [...tally(kinds)].map(([kind, count]) => counted(count, kind));
  return counts.length === 0 ? [] : row(screen, ["  = "], [styled("dim", `${counts.join(", ")} unchanged`)]);
}

function closingLines(plan: Plan, screen: Screen): string[] {
  const refusing = [...new Set(refusals(plan).map(({ guard }) => guard))];
  if (refusing.length > 0) return row(screen, [styled("red", `refused by ${refusing.join(", ")}`)]);
  if (plan.changes.length === 0) return row(screen, [styled("green", "nothing to change")]);
  return row(screen, [`${countsOf(plan)}. To do it: `, styled("bold", bangOf(plan.invocation))]);
}

/** `3 to create, 1 to replace`; of a runbook `9 steps`. */
export function countsOf({ procedure, changes }: Plan): string {
  if (procedure) return counted(procedure.steps.length, "step");
  const counts = tally(changes.map(({ action }) => (action === "act" ? "do" : action)));
  return [...counts].map(([action, count]) => `${count} to ${action}`).join(", ");
}
