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
  return Object.fromEntries(changes.flatMap(basisOfChange));
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

/** The first path that differs, or `undefined`. */
export function firstMove(was: Basis, is: Basis): Move | undefined {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  const path = paths.find((each) => was[each] !== is[each]);
  return path === undefined ? undefined : { path, was: was[path] ?? "nothing", is: is[path] ?? "nothing" };
}
