import { digest } from "../model/digest.ts";
import { canonical, type Fields } from "../model/json.ts";
import type { Change } from "../model/plan.ts";

export type Basis = Readonly<Record<string, string>>;

/**
 * What the fingerprint is made of, path by path: what will be done, to which real things, and the fields that the diff
 * compared. Never capacity that scales by itself: an observed field without a desired one is left out, and of a
 * deletion only what is deleted counts.
 */
export function basisOf(changes: readonly Change[]): Basis {
  const interrupting = changes.filter(({ risk }) => risk === "disruptive" || risk === "destructive");
  const order: [string, string][] =
    interrupting.length > 1 ? [["order", interrupting.map(({ id }) => id).join(", then ")]] : [];
  return Object.fromEntries([...order, ...changes.flatMap(basisOfChange)]);
}

function basisOfChange(change: Change): [string, string][] {
  const of = (part: string): string => `${change.id} ${part}`;
  return [
    [of("risk"), change.risk],
    [
      of("targets"),
      change.targets
        .map(({ id }) => id)
        .sort()
        .join(" "),
    ],
    ...fieldsOf(change.after ?? {}).map(([name, value]): [string, string] => [of(`after ${name}`), value]),
    ...comparedBefore(change).map(([name, value]): [string, string] => [of(`before ${name}`), value]),
  ];
}

function comparedBefore(change: Change): [string, string][] {
  const after = change.after ?? {};
  return fieldsOf(change.before ?? {}).filter(([name]) => name in after);
}

function fieldsOf(fields: Fields): [string, string][] {
  return Object.entries(fields).map(([name, value]) => [name, canonical(value)]);
}

/** 16 hex digits. */
export function fingerprintOf(basis: Basis): string {
  return digest({ ...basis });
}

export interface Move {
  /** `replace instance/mesos-master-test-a before type` */
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

/** The first path that differs, or `undefined`. A change that is not there on one side is told as a whole. */
export function firstMove(was: Basis, is: Basis): Move | undefined {
  return wholeMove(was, is) ?? fieldMove(was, is);
}

function wholeMove(was: Basis, is: Basis): Move | undefined {
  const [gone] = changesIn(was).filter((change) => !(`${change} risk` in is));
  if (gone !== undefined) return { path: gone, was: "planned", is: "not needed any more" };
  const [added] = changesIn(is).filter((change) => !(`${change} risk` in was));
  return added === undefined ? undefined : { path: added, was: "not planned", is: "needed now" };
}

/** Every change has its risk in the basis. */
function changesIn(basis: Basis): readonly string[] {
  return Object.keys(basis)
    .filter((path) => path.endsWith(" risk"))
    .map((path) => path.slice(0, -" risk".length));
}

function fieldMove(was: Basis, is: Basis): Move | undefined {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  const path = paths.find((each) => was[each] !== is[each]);
  return path === undefined ? undefined : { path, was: was[path] ?? "nothing", is: is[path] ?? "nothing" };
}
