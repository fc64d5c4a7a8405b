import { OpsError } from "../../model/error.ts";
import { isShortName } from "../../model/handle.ts";
import type { Fields } from "../../model/json.ts";
import type { Target } from "../../model/resource.ts";

/** A short host name; anything else is never handed to a command. @throws OpsError `bad-host-name` */
export function checkedName(name: string): string {
  if (isShortName(name)) return name;
  throw new OpsError({
    code: "bad-host-name",
    reason: "usage",
    what: `${JSON.stringify(name)} is no short host name`,
    why: "it is made of lower-case letters, digits and hyphens, begins with a letter and has at most 60 characters",
    next: "type it as in alibuild07",
  });
}

export function fullNameOf(name: string, domain: string): string {
  return `${checkedName(name)}.${domain}`;
}

/** The host itself: what is done on it is done to whatever answers to its name. @param others handles of that machine */
export function targetOf(name: string, domain: string, others: readonly string[] = []): Target {
  return {
    system: "hosts",
    kind: "host",
    id: name,
    names: [...new Set([name, fullNameOf(name, domain), ...others])],
    tags: {},
    attached: [],
    isManaged: true,
  };
}

export function textOf(parameters: Fields, name: string): string {
  const value = parameters[name];
  if (typeof value === "string") return value;
  throw badParameters(name);
}

export function numberOf(parameters: Fields, name: string): number {
  const value = parameters[name];
  if (typeof value === "number") return value;
  throw badParameters(name);
}

/** What asks for it is wrong: a defect of a runbook or a guard. */
export function badParameters(missing: string): OpsError {
  return new OpsError({
    code: "bad-parameters",
    reason: "internal",
    what: `the parameter ${missing} is missing or of another type`,
    why: "it says what is looked at on which host",
    next: "mend the runbook or the guard that gives it",
  });
}
