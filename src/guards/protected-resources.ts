import type { ProtectedThing } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";
import { plainHandle, shortHandle } from "../model/handle.ts";
import { callText } from "../model/invocation.ts";
import type { Action, Change, Plan } from "../model/plan.ts";
import type { Target } from "../model/resource.ts";

const takingAway: readonly Action[] = ["replace", "delete"];

/** Keyed by identity: every id, name, tag and attachment that the thing has now, never by the text typed. */
const guard: Guard = {
  name: "protected-resources",
  title: "What the environment protects is not taken away",
  because: "the environment file says so, and no confirmation lifts it",
  async judge(change, { environment, plan, targets }) {
    const candidates = environment.protects.filter(({ actions = takingAway }) =>
      actions.some((action) => action === change.action || (action === "delete" && endsHosts(change))),
    );
    if (candidates.length === 0) return undefined;
    const all = [...change.targets, ...(await targets())];
    const known = endsHosts(change) ? all.filter(isHost) : all;
    const hit = candidates.find(
      (thing) => isNamed(thing, change) || known.some((target) => isProtected(thing, target)),
    );
    return hit && { outcome: "refuse", because: hit.because, instead: manualWay(plan) };
  },
};

export default guard;

/** An update of a group that has hosts among its targets takes them away: those in a subnet that it leaves. */
function endsHosts({ action, kind, targets }: Change): boolean {
  return action === "update" && kind === "auto-scaling-group" && targets.some(isHost);
}

function isHost({ kind }: Target): boolean {
  return kind === "instance";
}

function isProtected(thing: ProtectedThing, target: Target): boolean {
  const handles = [target.id, ...target.names, ...target.attached];
  return hasHandle(thing, handles) || hasTags(thing, target);
}

function isNamed(thing: ProtectedThing, change: Change): boolean {
  return hasHandle(thing, [change.name]);
}

function hasHandle({ ids = [], names = [] }: ProtectedThing, handles: readonly string[]): boolean {
  const protectedHandles = new Set([...ids, ...names].flatMap(spellings));
  return handles.flatMap(spellings).some((handle) => protectedHandles.has(handle));
}

/** Any case, fully qualified or short. */
function spellings(handle: string): readonly string[] {
  return [plainHandle(handle), shortHandle(handle)];
}

/** Its own tags, or those of one thing that is attached to it or that it is attached to. */
function hasTags({ tags = {} }: ProtectedThing, { tags: own, tagsOfAttached = [] }: Target): boolean {
  const pairs = Object.entries(tags);
  const hasAll = (those: Target["tags"]) => pairs.every(([key, value]) => those[key] === value);
  return pairs.length > 0 && [own, ...tagsOfAttached].some(hasAll);
}

function manualWay({ invocation }: Plan): string {
  return `if it must be: take the entry out of \`protects\` in environments/ by a reviewed change, then look again: ${callText(invocation)}`;
}
