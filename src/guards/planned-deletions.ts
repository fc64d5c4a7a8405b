import type { Facts, Guard } from "../model/guard.ts";
import type { Change } from "../model/plan.ts";

const guard: Guard = {
  name: "planned-deletions",
  title: "Never more is deleted than was planned",
  because: "the answer was to a plan with these very things in it",
  async judge(change, facts) {
    if (change.action !== "delete" && change.action !== "replace") return undefined;
    const beyond = (await beyondTargets(change, facts)) ?? (await beyondMembers(change, facts));
    if (beyond === undefined) return undefined;
    return { outcome: "refuse", because: beyond, instead: "plan again and look at what it takes away now" };
  },
};

export default guard;

async function beyondTargets(change: Change, { targets }: Facts): Promise<string | undefined> {
  const planned = new Set(change.targets.map(({ id }) => id));
  const beyond = (await targets()).filter(({ id }) => !planned.has(id));
  if (beyond.length === 0) return undefined;
  return `${beyond.map(({ id }) => id).join(", ")} would go too, and the plan does not have it`;
}

/** A group goes with the members that it has then; how many it has is no part of the plan's fingerprint. */
async function beyondMembers(change: Change, { holds }: Facts): Promise<string | undefined> {
  if (change.kind !== "auto-scaling-group") return undefined;
  const { system, stack, name, targets, before } = change;
  const atMost = Math.max(Number(before?.desired ?? 0), targets.flatMap(({ attached }) => attached).length);
  const what = `${name} has at most the ${atMost} members that were planned`;
  const parameters = { group: name, atMost };
  const state = await holds({ system, name: "members-at-most", stack, parameters, what, withinSeconds: 0 });
  return state.holds === "yes" ? undefined : `it is not so that ${what}: ${state.detail}`;
}
