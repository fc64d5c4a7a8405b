import type { ProtectedThing } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";
import type { Action, Change } from "../model/plan.ts";
import type { Target } from "../model/resource.ts";

const takingAway: readonly Action[] = ["replace", "delete"];

/** Keyed by identity: every id, name, tag and attachment that the thing has now, never by the text typed. */
const guard: Guard = {
  name: "protected-resources",
  title: "What the environment protects is not taken away",
  because: "the environment file says so, and no confirmation lifts it",
  async judge(change, { environment, targets }) {
    const candidates = environment.protects.filter(({ actions = takingAway }) => actions.includes(change.action));
    if (candidates.length === 0) return undefined;
    const known = [...change.targets, ...(await targets())];
    const hit = candidates.find(
      (thing) => isNamed(thing, change) || known.some((target) => isProtected(thing, target)),
    );
    return hit && { outcome: "refuse", because: hit.because, instead: manualWay(change) };
  },
};

export default guard;

function isProtected(thing: ProtectedThing, target: Target): boolean {
  const handles = [target.id, ...target.names, ...target.attached];
  return hasHandle(thing, handles) || hasTag(thing, target);
}

function isNamed(thing: ProtectedThing, change: Change): boolean {
  return hasHandle(thing, [change.name]);
}

function hasHandle({ ids = [], names = [] }: ProtectedThing, handles: readonly string[]): boolean {
  const protectedHandles = new Set([...ids, ...names].flatMap(spellings));
  return handles.flatMap(spellings).some((handle) => protectedHandles.has(handle));
}

/** Any case, fully qualified or short. An IPv4 address has no short form. */
function spellings(handle: string): readonly string[] {
  const lower = handle.trim().toLowerCase().replace(/\.$/, "");
  const isAddress = /^\d+(\.\d+){3}$/.test(lower);
  return isAddress ? [lower] : [lower, lower.split(".")[0] ?? lower];
}

function hasTag({ tags = {} }: ProtectedThing, target: Target): boolean {
  const pairs = Object.entries(tags);
  return pairs.length > 0 && pairs.every(([key, value]) => target.tags[key] === value);
}

function manualWay(change: Change): string {
  return `if it must be: take the entry out of \`protects\` in environments/ by a reviewed change, then plan "${change.id}" again`;
}
