import type { Fields } from "../model/json.ts";
import type { Action, Change, Plan } from "../model/plan.ts";
import { commonFields, fieldChanges, ownFields, wordsOf } from "./fields.ts";
import { padded, row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import { type Detail, verdictDetails, verdictLines, verdictsOfOne } from "./verdict-text.ts";
import { bangOf, counted, riskStyle, tally, timeOfDay } from "./words.ts";

const signs: Readonly<Record<Action, string>> = { create: "+", update: "~", replace: "~", delete: "-", act: "!" };
/** With fewer columns details stand further left. */
const roomyColumns = 60;

/** A plan for people: grouped, with its field differences, reasons and verdicts, and how to do it. */
export function planText(plan: Plan, screen: Screen): string {
  const own = { ...plan, verdicts: verdictsOfOne(plan.verdicts) };
  const groups = Map.groupBy(plan.changes, (change) => `${change.role}  ${counted(2, change.kind).slice(2)}`);
  return [
    ...headLines(plan, screen),
    ...[...groups].flatMap(([title, changes]) => groupLines(title, changes, own, screen)),
    ...unchangedLines(plan, screen),
    ...plan.notes.flatMap((note) => row(screen, ["  note  "], [note])),
    ...verdictLines(plan.verdicts, screen),
    ...closingLines(plan, screen),
  ].join("\n");
}

function headLines(plan: Plan, screen: Screen): string[] {
  const head = [
    styled("bold", `Plan ${plan.id}`),
    `  ${plan.title}, ${plan.world}, observed ${timeOfDay(plan.observedAt)}`,
  ];
  return row(screen, head.slice(0, 1), head.slice(1));
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
      ...row(screen, changeHead(change, nameWidth), ownWords(change, common)),
      ...detailLines(change, { isReasonShown: shared === undefined, common }, plan, screen),
    ]),
  ];
}

interface Said {
  readonly isReasonShown: boolean;
  /** Said once for the whole group. */
  readonly common: Fields;
}

function changeHead(change: Change, nameWidth: number): Span[] {
  const action = `  ${signs[change.action]} ${change.action.padEnd(7)}  `;
  return [action, padded(change.name, nameWidth), "   ", styled(riskStyle[change.risk], change.risk)];
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
  const indent = " ".repeat(screen.columns < roomyColumns ? 4 : 13);
  const width = Math.max(9, ...details.map((detail) => widthOf(detail.label))) + 2;
  return details.flatMap(({ label, text, style }) =>
    row(screen, [indent, style ? styled(style, padded(label, width)) : padded(label, width)], [text]),
  );
}

function fieldDetails(change: Change, common: Fields): Detail[] {
  const moves = fieldChanges(change).flatMap(({ name, lines }) =>
    lines.map((text, index) => ({ label: index === 0 ? name : "", text })),
  );
  const own = Object.keys(common).length === 0 && ownFields(change, common);
  const summary = own ? [{ label: change.after ? "with" : "was", text: wordsOf(own) }] : [];
  const touched = change.targets.map((target) => target.id).join(", ");
  return [...(touched ? [{ label: "touches", text: touched }] : []), ...moves, ...summary];
}

function reasonDetails(change: Change, isReasonShown: boolean): Detail[] {
  return [
    ...(change.does ? [{ label: "does", text: change.does }] : []),
    ...(isReasonShown ? [{ label: "because", text: change.because }] : []),
    ...(change.interrupts ? [{ label: "interrupts", text: change.interrupts, style: "yellow" as const }] : []),
  ];
}

function unchangedLines(plan: Plan, screen: Screen): string[] {
  const kinds = plan.unchanged.map((key) => key.slice(0, key.indexOf("/")));
  const counts = [...tally(kinds)].map(([kind, count]) => counted(count, kind));
  return counts.length === 0 ? [] : row(screen, ["  = "], [styled("dim", `${counts.join(", ")} unchanged`)]);
}

function closingLines(plan: Plan, screen: Screen): string[] {
  const refusing = new Set(plan.verdicts.filter(({ outcome }) => outcome === "refuse").map(({ guard }) => guard));
  if (refusing.size > 0) return row(screen, [styled("red", `refused by ${[...refusing].join(", ")}`)]);
  if (plan.changes.length === 0) return row(screen, [styled("green", "nothing to change")]);
  return row(screen, [`${countsOf(plan)}. To do it: `, styled("bold", bangOf(plan.invocation))]);
}

/** `3 to create, 1 to replace` */
export function countsOf(plan: Plan): string {
  const counts = tally(plan.changes.map(({ action }) => (action === "act" ? "do" : action)));
  return [...counts].map(([action, count]) => `${count} to ${action}`).join(", ");
}
