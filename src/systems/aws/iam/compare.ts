import { canonical } from "../../../model/json.ts";
import type { Clause, PolicyDocument, Statement } from "./document.ts";
import {
  type Covers,
  coversAction,
  coversPrincipal,
  coversResource,
  hasAll,
  type Selection,
  unitsOf,
} from "./selection.ts";
import { accessText } from "./words.ts";

/** What a role can do with one document and cannot with the other, a line each. */
export interface AccessChange {
  /** Given: newly allowed, or no longer denied. */
  readonly added: readonly string[];
  /** Taken: no longer allowed, or newly denied. */
  readonly removed: readonly string[];
}

/** No access at all: what a role has of a policy that is not there. */
export const noPolicy: PolicyDocument = { version: "2012-10-17", id: "", statements: [] };

/**
 * The difference in access between two documents. A wildcard that grew, a principal more, a Deny or a condition less is
 * added access. Where it cannot be seen that access was there before, it is taken as added.
 */
export function accessChange(before: PolicyDocument, after: PolicyDocument): AccessChange {
  const allowed = (document: PolicyDocument) => document.statements.filter(({ effect }) => effect === "Allow");
  const denied = (document: PolicyDocument) => document.statements.filter(({ effect }) => effect === "Deny");
  return {
    added: [
      ...beyond(allowed(after), allowed(before)),
      ...beyond(denied(before), denied(after)).map((line) => `no longer denied: ${line}`),
      ...newVariables(before, after),
    ],
    removed: [
      ...beyond(allowed(before), allowed(after)),
      ...beyond(denied(after), denied(before)).map((line) => `denied from now on: ${line}`),
    ],
  };
}

/** What these statements speak of and none of the others does, statement by statement. */
function beyond(statements: readonly Statement[], others: readonly Statement[]): readonly string[] {
  return [...new Set(statements.flatMap((statement) => beyondOf(statement, others)))];
}

/** Actions that are new on the same resources are one line. */
function beyondOf(statement: Statement, others: readonly Statement[]): readonly string[] {
  const rows = unitsOf(statement.actions).map((action) => ({
    action,
    resources: unitsOf(statement.resources).filter((resource) => !isKnown(statement, action, resource, others)),
  }));
  const alike = Map.groupBy(
    rows.filter(({ resources }) => resources.length > 0),
    ({ resources }) => canonical(resources),
  );
  return [...alike.values()].map((group) =>
    accessText(statement, joined(group.map(({ action }) => action)), joined(group[0]?.resources ?? [])),
  );
}

function isKnown(statement: Statement, action: Selection, resource: Selection, others: readonly Statement[]): boolean {
  return others.some(
    (other) =>
      hasAll(other.actions, action, coversAction) &&
      hasAll(other.resources, resource, coversResource) &&
      hasPrincipals(other.principals, statement.principals, coversPrincipal) &&
      asksNoMore(other.conditions, statement.conditions),
  );
}

function hasPrincipals(large: Selection | null, small: Selection | null, covers: Covers): boolean {
  if (large === null || small === null) return large === small;
  return unitsOf(small).every((unit) => hasAll(large, unit, covers));
}

/** Each condition of the other one is a condition here, too. */
function asksNoMore(others: readonly Clause[], own: readonly Clause[]): boolean {
  const known = new Set(own.map(canonical));
  return others.every((clause) => known.has(canonical(clause)));
}

/** Since 2012-10-17 `${aws:username}` is a variable and no text: what it fits is not to be told from the document. */
function newVariables(before: PolicyDocument, after: PolicyDocument): readonly string[] {
  if (before.version === after.version || before.statements.length === 0) return [];
  if (!JSON.stringify([before, after]).includes("${")) return [];
  return [`whatever \${...} stands for: the Version is ${after.version} and was ${before.version}`];
}

function joined(units: readonly Selection[]): Selection {
  return { isExcept: units[0]?.isExcept ?? false, of: units.flatMap(({ of }) => of) };
}
