import { inspect } from "node:util";
import type { Plan } from "../model/plan.ts";
import { printable } from "../model/printable.ts";
import type { Checklist } from "../model/procedure.ts";
import type { Run } from "../model/run.ts";
import { gridText } from "./checklist-grid.ts";
import { columnsOf, type Screen } from "./layout.ts";
import { planText } from "./plan-text.ts";
import { runText } from "./run-text.ts";
import { runsText } from "./runs-text.ts";
import { type Row, table } from "./table.ts";

/** Any value for people: a plan as a plan, a run as a run, a list of flat objects as a table, text as itself. */
export function valueText(value: unknown, screen: Screen): string {
  if (typeof value === "string") return printable(value, { keepsLines: true });
  if (isPlan(value)) return planText(value, screen);
  if (isRun(value)) return runText(value, screen);
  if (isChecklist(value)) return gridText(value, screen);
  if (isListOf(value, isRun)) return runsText(value, screen);
  if (Array.isArray(value) && value.length === 0) return "none";
  if (isListOf(value, isFlat)) return table(value.map(cells), screen);
  const text = inspect(value, { colors: false, depth: 6, breakLength: columnsOf(screen), maxStringLength: 10_000 });
  return printable(text, { keepsLines: true });
}

export function isPlan(value: unknown): value is Plan {
  return has(value, "fingerprint", "changes", "verdicts", "invocation");
}

export function isRun(value: unknown): value is Run {
  return has(value, "status", "steps", "plan") && isPlan(value.plan);
}

/** What a runbook that only checks gives. */
export function isChecklist(value: unknown): value is Checklist {
  return has(value, "subjects", "rows", "observedAt");
}

function has<K extends string>(value: unknown, ...keys: readonly K[]): value is Record<K, unknown> {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}

function isListOf<T>(value: unknown, isOne: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.length > 0 && value.every(isOne);
}

function isFlat(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const fields = Object.values(value);
  return fields.length > 0 && fields.every(isCell);
}

function isCell(field: unknown): boolean {
  return Array.isArray(field) ? field.every(isWord) : typeof field !== "object" || field === null;
}

function isWord(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function cells(item: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(item).map(([name, field]) => [name, cell(field)]));
}

function cell(field: unknown): string {
  if (field === undefined || field === null) return "";
  if (typeof field === "boolean") return field ? "yes" : "no";
  return Array.isArray(field) ? field.join(", ") : String(field);
}
