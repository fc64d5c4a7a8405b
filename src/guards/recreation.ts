import { isOpenStack, type ProtectedThing } from "../model/environment.ts";
import type { Guard } from "../model/guard.ts";
import { shortHandle } from "../model/handle.ts";
import type { Change } from "../model/plan.ts";

/** To delete and create again is to rebuild, by another way. */
const guard: Guard = {
  name: "recreation",
  title: "What must never be rebuilt is not created again either",
  because: "a new machine under the old name is a rebuild: what was on its disk is lost",
  async judge(change, { environment, targets }) {
    if (!isOpenStack(environment) || change.system !== "openstack" || change.kind !== "server") return undefined;
    const handles = [change.name, ...(await targets()).flatMap(({ id, names }) => [id, ...names])];
    const thing = environment.protects.find((each) => isNeverRebuilt(each) && hasHandle(each, handles));
    if (!thing) return undefined;
    if (change.action === "create") return { outcome: "refuse", because: thing.because, instead: insteadOf(change) };
    if (change.action !== "delete") return undefined;
    const because = `${thing.because}: once deleted, ${change.name} cannot be created again from here`;
    return { outcome: "confirm", level: "destructive", because };
  },
};

export default guard;

function isNeverRebuilt({ actions = ["replace", "delete"] }: ProtectedThing): boolean {
  return actions.includes("replace");
}

function hasHandle({ names = [], ids = [] }: ProtectedThing, handles: readonly string[]): boolean {
  const known = new Set([...names, ...ids].map(shortHandle));
  return handles.some((handle) => known.has(shortHandle(handle)));
}

function insteadOf({ name }: Change): string {
  return `take another name; if it must be ${name}: change \`protects\` in environments/ by a review`;
}
