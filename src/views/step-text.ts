import type { Fields } from "../model/json.ts";
import { ofRun } from "../model/of-run.ts";
import type { Change, Plan } from "../model/plan.ts";
import { risks } from "../model/plan.ts";
import { type Procedure, type ProcedureStep, provisosOf } from "../model/procedure.ts";
import { changeHead, detailRows, fieldDetails, reasonDetails } from "./change-text.ts";
import { row, type Screen, type Span, styled, widthOf } from "./layout.ts";
import { whyNotNow, whyOmitted } from "./omitted.ts";
import { refusals } from "./refusals.ts";
import { evidenceOf, type Result, resultOf, resultWords, tallyOf, worstOf } from "./seen.ts";
import { briefProviso, lookWords, patienceSeconds, provisoWords, stepNumber, undoWords } from "./step-words.ts";
import { type Detail, verdictDetails } from "./verdict-text.ts";
import { duration, riskStyle } from "./words.ts";

const marks: Readonly<Record<Result, string>> = { pass: "ok", fail: "!!", unknown: "?" };
/** One column for all steps: `if it fails`. */
const labelWidth = 11;
/** With fewer columns details stand further left. */
const roomyColumns = 60;

/** One step of a procedure that was looked at, with everything one wants to know before it is taken. */
export function stepLines(index: number, procedure: Procedure, plan: Plan, screen: Screen): string[] {
  const step = procedure.steps[index];
  if (!step) return [];
  const isRoomy = screen.columns >= roomyColumns;
  const label = [markOf(step, plan), `${index + 1}`.padStart(4), "  ", step.kind.padEnd(isRoomy ? 8 : 0)];
  const indent = " ".repeat(isRoomy ? widthOf(...label) : 4);
  const changes = isOmitted(step.id, plan) ? [] : changesOf(step, plan);
  return [
    ...row(screen, isRoomy ? label : [...label, "  "], [styled("bold", step.title), ...headWords(step, plan)]),
    ...detailRows(detailsOf(step, changes, procedure, plan), indent, screen, labelWidth),
    ...(changes.length > 1 ? changeLines(changes, plan, indent, screen) : []),
  ];
}

/** The same in one line. */
export function briefStepLine(index: number, procedure: Procedure, plan: Plan, screen: Screen): string[] {
  const step = procedure.steps[index];
  if (!step) return [];
  const provisos = provisosOf(step).map((each) => briefProviso(each, procedure));
  const proviso = provisos.length > 0 ? ["   ", styled("dim", `only if ${provisos.join("; ")}`)] : [];
  const label = [`${index + 1}`.padStart(4), "  ", step.kind.padEnd(6), "  "];
  return row(screen, label, [step.title, ...riskWords(step, plan), ...proviso]);
}

function isOmitted(id: string, plan: Plan): boolean {
  return whyOmitted(id, plan) !== undefined;
}

function markOf(step: ProcedureStep, plan: Plan): Span {
  if (isOmitted(step.id, plan)) return styled("dim", "  - ");
  const seen = plan.look?.seen[step.id];
  if (!seen) return "    ";
  const result = worstOf(seen.map(resultOf));
  return styled(resultWords[result].style, `  ${marks[result].padEnd(2)}`);
}

/** What stands behind the title: what a check saw, what an act risks, what may be left out. */
function headWords(step: ProcedureStep, plan: Plan): Span[] {
  if (isOmitted(step.id, plan)) return [];
  const seen = plan.look?.seen[step.id];
  const result = worstOf((seen ?? []).map(resultOf));
  const { word, style } = resultWords[result];
  return [
    ...(seen ? ["   ", styled(style, word), seen.length > 1 ? ` ${tallyOf(seen)}` : ""] : []),
    ...riskWords(step, plan),
    ...(step.isRequired ? [] : ["   ", styled("dim", "optional")]),
  ];
}

/** The highest risk of what it changes. */
function riskWords(step: ProcedureStep, plan: Plan): Span[] {
  const changes = changesOf(step, plan);
  const highest = risks.findLast((risk) => changes.some((change) => change.risk === risk));
  return highest ? ["   ", styled(riskStyle[highest], highest)] : [];
}

function changesOf({ changes = [] }: ProcedureStep, plan: Plan): readonly Change[] {
  return plan.changes.filter(({ id }) => changes.includes(id));
}

function omittedDetail({ id }: ProcedureStep, plan: Plan): Detail[] {
  const now = whyNotNow(id, plan);
  return [...said("not taken", whyOmitted(id, plan)), ...said("now", now && `it would not be taken: ${now}`)];
}

function provisoDetail(step: ProcedureStep, procedure: Procedure): Detail[] {
  return provisosOf(step).map((each) => ({ label: "only if", text: provisoWords(each, procedure) }));
}

function detailsOf(step: ProcedureStep, changes: readonly Change[], procedure: Procedure, plan: Plan): Detail[] {
  if (isOmitted(step.id, plan)) return omittedDetail(step, plan);
  const seen = plan.look?.seen[step.id];
  const [only] = changes;
  return [
    ...omittedDetail(step, plan),
    ...provisoDetail(step, procedure),
    ...said("because", step.because),
    ...(seen ? evidenceOf(seen) : lookDetail(step, procedure)),
    ...(step.kind === "wait" ? patienceDetail(step) : []),
    ...questionDetails(step, procedure),
    ...(only && changes.length === 1 ? changeDetails(only, plan, step) : []),
    ...said("tries", triesWords(step)),
    ...said("undo", undoWords(step, procedure)),
    ...said("if it fails", step.otherwise && ofRun(step.otherwise)),
  ];
}

function said(label: string, text: string | undefined): Detail[] {
  return text ? [{ label, text }] : [];
}

function patienceDetail(step: ProcedureStep): Detail[] {
  const atMost = duration(patienceSeconds(step));
  return step.normal ? said("normal", `${step.normal}; given up after ${atMost}`) : said("at most", atMost);
}

/** A title often says already what its one condition does. */
function lookDetail(step: ProcedureStep, procedure: Procedure): Detail[] {
  const words = lookWords(step, procedure);
  const isSaid = step.title.toLowerCase().includes(words.toLowerCase());
  return isSaid ? [] : said(step.kind === "wait" ? "until" : "looks at", words);
}

function triesWords({ attemptsAtMost = 1 }: ProcedureStep): string {
  return attemptsAtMost > 1 ? `until it is clean, at most ${attemptsAtMost} times` : "";
}

function questionDetails({ question }: ProcedureStep, procedure: Procedure): Detail[] {
  if (!question) return [];
  const { text, shows, choices = [], endsWith } = question;
  const shown = shows.map((id) => stepNumber(id, procedure)).join(", ");
  return [
    { label: "asks", text },
    ...choices.map(({ name, title }) => ({
      label: `  ${name}`,
      text: name === endsWith ? `${title} (ends the run)` : title,
    })),
    ...(shown ? [{ label: "shows", text: `what was seen at ${shown}` }] : []),
  ];
}

/** The changes of an act, their fields folded under it. */
function changeLines(changes: readonly Change[], plan: Plan, indent: string, screen: Screen): string[] {
  const width = Math.max(...changes.map(({ name }) => widthOf(name)));
  return changes.flatMap((change) => [
    ...row(screen, [indent, ...changeHead(change, width)]),
    ...detailRows(changeDetails(change, plan), `${indent}  `, screen, labelWidth),
  ]);
}

/** What an act does is said in words; its parameters are not fields of a thing. A host is no news under its step. */
function ownFields(change: Change): Detail[] {
  const { before, after, ...rest } = change;
  const shown = { ...rest, ...(before && { before: fieldsOf(before) }), ...(after && { after: fieldsOf(after) }) };
  const isNews = change.targets.some(({ id }) => id !== change.name);
  return fieldDetails(shown).filter(({ label }) => {
    if (label === "touches") return isNews;
    return !(change.does && (label === "with" || label === "was"));
  });
}

/** `do` is how the systems call what is done. */
function fieldsOf({ do: _, ...fields }: Fields): Fields {
  return fields;
}

/** A reason of the step's own is the better one. */
function changeDetails(change: Change, plan: Plan, step?: ProcedureStep): Detail[] {
  const whole = refusals(plan);
  const told = plan.verdicts.filter((verdict) => verdict.change === change.id && !whole.includes(verdict));
  const beside = told.filter(({ outcome }) => outcome !== "allow");
  return [
    ...ownFields(change),
    ...reasonDetails(change, !step?.because),
    ...said("then", change.waits.map(({ what }) => what).join("; ")),
    ...beside.flatMap((verdict) => verdictDetails(verdict, 1)),
  ];
}
