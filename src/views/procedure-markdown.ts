import { callText } from "../model/invocation.ts";
import { ofRun } from "../model/of-run.ts";
import type { Parameter } from "../model/parameter.ts";
import { type Procedure, type ProcedureStep, provisosOf } from "../model/procedure.ts";
import { code, plainText } from "./markdown.ts";
import { lookWords, patienceSeconds, provisoWords, stepNumber, undoWords } from "./step-words.ts";
import { counted, duration } from "./words.ts";

const legend =
  "A check looks and changes nothing. To ask and to attest is to want a typed answer, recorded with who gave it. " +
  "An act changes something: each change is judged by the guards and journaled. A wait looks until it is so.";

/**
 * One runbook as a page: when to use it, how to call it, and every step as it will be taken.
 * @param like what it is read with where it has parameters: `alibuild07`
 */
export function procedureMarkdown(procedure: Procedure, parameters: readonly Parameter[] = [], like = ""): string {
  const { runbook, title, why, guards = [] } = procedure;
  const parts = [
    `# ${plainText(runbook)}: ${plainText(title)}`,
    plainText(why),
    guards.length === 0 ? "" : `Guards that it relies on: ${guards.map((guard) => code(guard)).join(", ")}.`,
    callPart(procedure, parameters),
    parameters.length === 0 ? "" : parameters.map(parameterLine).join("\n"),
    legend,
    stepsMarkdown(procedure, like),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Its steps alone, under a heading of their own: a runbook may read otherwise for another host. */
export function stepsMarkdown(procedure: Procedure, like: string): string {
  const { steps } = procedure;
  const heading = `## ${counted(steps.length, "step")}${like === "" ? "" : `, as for ${plainText(like)}`}`;
  return `${heading}\n\n${steps.map((step, index) => stepPart(step, index, procedure)).join("\n")}\n`;
}

/** A runbook that only looks runs without the bang. */
function callPart({ runbook, steps }: Procedure, parameters: readonly Parameter[]): string {
  const args = parameters.map(({ name }) => name.toUpperCase());
  const look = callText({ recipe: runbook, verb: "", args });
  if (steps.every(({ kind }) => kind === "check")) return `${code(look)} looks; it changes nothing.`;
  const act = callText({ recipe: runbook, verb: "", args }, "!");
  return `${code(look)} shows it with its checks as they are now and changes nothing; ${code(act)} does it.`;
}

function parameterLine({ name, title, isOptional }: Parameter): string {
  return `* ${code(name.toUpperCase())}: ${plainText(title)}${isOptional ? " (may be left out)" : ""}`;
}

function stepPart(step: ProcedureStep, index: number, procedure: Procedure): string {
  const label = `${index + 1}. `;
  const optional = step.isRequired ? "" : ", may be skipped";
  const lane = step.lane === undefined ? "" : ` of ${plainText(step.lane)}`;
  const head = `${label}**${plainText(step.title)}** (${step.isGate ? "gate" : step.kind}${lane}${optional})`;
  const indent = " ".repeat(label.length);
  return [head, ...linesOf(step, procedure).map((line) => `${indent}* ${line}`)].join("\n");
}

function linesOf(step: ProcedureStep, procedure: Procedure): readonly string[] {
  return [
    ...afterLine(step, procedure),
    ...provisosOf(step).map((each) => `Only if: ${plainText(provisoWords(each, procedure))}`),
    ...said("Because:", step.because),
    ...said(step.kind === "wait" ? "Until:" : "Looks at:", lookWords(step, procedure)),
    ...(step.kind === "wait" ? [patienceLine(step)] : []),
    ...runsLine(step),
    ...questionLines(step, procedure),
    ...((step.attemptsAtMost ?? 1) > 1 ? [`Until it is clean, at most ${step.attemptsAtMost} times`] : []),
    ...said("Undo:", undoWords(step, procedure)),
    ...said("If it fails for good:", step.otherwise && ofRun(step.otherwise)),
  ];
}

/** Where nothing is said a step comes after all that stand before it. */
function afterLine({ after }: ProcedureStep, procedure: Procedure): readonly string[] {
  if (after === undefined) return [];
  return [after.length === 0 ? "At once" : `After: ${after.map((id) => stepNumber(id, procedure)).join(", ")}`];
}

function runsLine({ runs }: ProcedureStep): readonly string[] {
  if (!runs) return [];
  const version = runs.mesosVersion === undefined ? "" : ` with Mesos ${plainText(runs.mesosVersion)}`;
  return [`A run of its own: ${code(callText(runs, "!"))}${version}`];
}

function patienceLine(step: ProcedureStep): string {
  const end = `given up after ${duration(patienceSeconds(step))}`;
  if (step.isGate)
    return `While it is shut the run parks after ${duration(patienceSeconds(step))}; each resume looks again`;
  return step.normal ? `Normal: ${plainText(step.normal)}; ${end}` : `G${end.slice(1)}`;
}

function said(label: string, text: string | undefined): readonly string[] {
  return text ? [`${label} ${plainText(text)}`] : [];
}

function questionLines({ question }: ProcedureStep, procedure: Procedure): readonly string[] {
  if (!question) return [];
  const { text, shows, choices = [], selectsFrom, endsWith } = question;
  const selection =
    selectsFrom === undefined
      ? []
      : [`Answered with ${code("all")}, ${code("none")} or ${code("without NAME: REASON; NAME: REASON")}`];
  const shown = shows.map((id) => stepNumber(id, procedure)).join(", ");
  const answers = choices.map(
    ({ name, title }) => `${code(name)}: ${plainText(title)}${name === endsWith ? " (ends the run)" : ""}`,
  );
  return [`Asks: ${plainText(text)}`, ...(shown ? [`Shows what was seen at ${shown}`] : []), ...selection, ...answers];
}
