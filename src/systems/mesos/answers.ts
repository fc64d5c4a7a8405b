import { OpsError } from "../../model/error.ts";
import type { Fields } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { ConditionState } from "../../model/resource.ts";

export function yes(detail: string): ConditionState {
  return { holds: "yes", detail };
}

/** `next`: what to type or do. */
export function no(detail: string, next?: string): ConditionState {
  return { holds: "no", detail, ...(next !== undefined && { next }) };
}

export function unknown(detail: string): ConditionState {
  return { holds: "unknown", detail };
}

/** The host that a condition is about, by whichever name it was given. */
export function hostOf(parameters: Fields): string {
  return textAt(parameters, "host") ?? textAt(parameters, "hostname") ?? required(parameters, "address");
}

export function required(parameters: Fields, name: string): string {
  const value = textAt(parameters, name);
  if (value === undefined) throw badParameters(name);
  return value;
}

export function requiredNumber(parameters: Fields, name: string): number {
  const value = parameters[name];
  if (typeof value !== "number") throw badParameters(name);
  return value;
}

export function badParameters(name: string): OpsError {
  return new OpsError({
    code: "bad-condition",
    reason: "internal",
    what: `a Mesos condition lacks ${name}`,
    why: "a recipe, a runbook or a guard made it without",
    next: "mend what asks for it",
  });
}

/** Five of them, and how many more. */
export function shortened(names: readonly string[]): string {
  const more = names.length > 5 ? `, … ${names.length - 5} more` : "";
  return `${names.slice(0, 5).join(", ")}${more}`;
}
