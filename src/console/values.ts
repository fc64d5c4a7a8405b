import { refusalOf } from "../engine/judge.ts";
import { exitStatusOf as exitStatusOfReason, OpsError } from "../model/error.ts";
import type { Verification } from "../model/journal.ts";
import { printable } from "../model/printable.ts";
import type { ChecklistRow } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import type { CheckRow, Status } from "../model/status.ts";
import type { Versions } from "../model/versions.ts";
import { checklistText } from "../views/checklist-text.ts";
import { errorText } from "../views/error-text.ts";
import { planJson, runJson } from "../views/json.ts";
import { checklistJson } from "../views/procedure-json.ts";
import { proseText } from "../views/prose.ts";
import { runEndText } from "../views/run-text.ts";
import { terminalScreen } from "../views/screen.ts";
import { statusText } from "../views/status-text.ts";
import { isChecklist, isPlan, isRun, valueText } from "../views/value-text.ts";
import { versionsText } from "../views/versions-text.ts";

/** A value for people. */
export function showValue(value: unknown): string {
  if (typeof value === "string" && process.stdout.isTTY) return proseText(value, terminalScreen());
  if (value instanceof OpsError) return errorText(value, terminalScreen());
  if (isListOfLooks(value)) return value.map(showValue).join("\n\n");
  if (isStatus(value)) return statusText(value, terminalScreen());
  if (isVersions(value)) return versionsText(value, terminalScreen());
  if (isVerification(value)) return verificationText(value);
  return areCheckRows(value) ? checklistText(value, terminalScreen()) : valueText(value, terminalScreen());
}

/** A value to one who saw it come about: of a run only what came of it. */
export function showSeen(value: unknown): string {
  return isRun(value) ? runEndText(value, terminalScreen()) : showValue(value);
}

function verificationText({ events, isWhole, broken }: Verification): string {
  const where = broken ? `, broken at event ${broken.seq}: ${broken.why}` : "";
  return printable(`${isWhole ? "whole" : "NOT WHOLE"}: ${events} events${where}`);
}

/** A value as one of the documented JSON documents, else as itself. */
export function valueAsJson(value: unknown): unknown {
  if (isPlan(value)) return planJson(value);
  if (isListOfLooks(value)) return value.map(valueAsJson);
  if (isRun(value)) return runJson(value);
  if (isChecklist(value)) return checklistJson(value);
  if (Array.isArray(value) && value.length > 0 && value.every(isRun))
    return { runs: value.map((run) => unwrapped(run)) };
  if (areCheckRows(value)) return { checks: value };
  if (isVersions(value)) return { versions: value };
  return isStatus(value) ? { status: value } : value;
}

function unwrapped(run: Run): unknown {
  const document = runJson(run);
  return typeof document === "object" && document !== null && "run" in document ? document.run : document;
}

/** Whether an application's value lets the next one begin. */
export function isDone(value: unknown): boolean {
  return !isRun(value) || value.status === "done" || value.status === "aborted";
}

/** What a value says of success: 1 for a failed check, 3 for a refused plan. A run that parks throws. */
export function exitStatusOf(value: unknown): number {
  if (value instanceof OpsError) return exitStatusOfReason(value.reason);
  if (isPlan(value)) return refusalOf(value.verdicts) ? 3 : 0;
  if (isListOfLooks(value)) return Math.max(...value.map(exitStatusOf));
  if (isStatus(value))
    return value.conditions.some(({ state }) => state.holds === "no" || state.holds === "unknown") ? 1 : 0;
  if (isVerification(value)) return value.isWhole ? 0 : 1;
  if (isVersions(value)) return isAllRead(value) ? 0 : 1;
  if (areCheckRows(value)) return value.every(({ result }) => result === "pass") ? 0 : 1;
  if (isChecklist(value)) return value.rows.every(isPassed) ? 0 : 1;
  return 0;
}

/** What one gets who looks at several stacks at once. */
function isListOfLooks(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isPlan(each) || isStatus(each));
}

function isStatus(value: unknown): value is Status {
  return hasAll(value, "asDesired", "drift", "conditions");
}

function isVersions(value: unknown): value is Versions {
  return hasAll(value, "pins", "stacks", "disagreements");
}

/** That they disagree is an answer; that one could not be read is none. */
function isAllRead({ unread, stacks }: Versions): boolean {
  return unread.length === 0 && stacks.every(({ error }) => error === undefined);
}

function isVerification(value: unknown): value is Verification {
  return hasAll(value, "events", "isWhole");
}

/** What is unknown has not passed either. */
function isPassed({ cells }: ChecklistRow): boolean {
  return cells.every(({ result }) => result === "pass");
}

function areCheckRows(value: unknown): value is readonly CheckRow[] {
  return Array.isArray(value) && value.length > 0 && value.every(isCheckRow);
}

function isCheckRow(value: unknown): value is CheckRow {
  return hasAll(value, "what", "result", "evidence", "next");
}

function hasAll(value: unknown, ...keys: readonly string[]): boolean {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}
