import { isAws } from "../model/environment.ts";
import type { Facts, Guard, Judgement } from "../model/guard.ts";
import type { Change, Plan } from "../model/plan.ts";
import type { Condition, ConditionState } from "../model/resource.ts";
import { compareVersions } from "../model/version-order.ts";

const guard: Guard = {
  name: "older-masters",
  title: "A master goes back to an older version only after all agents",
  because: "an older master cannot recover a registry with newer agents, or with one that is draining",
  async judge(change, facts) {
    const version = versionOf(change);
    if (version !== undefined && isForwards(change, version, facts.plan)) return wrongWay(change, version);
    if (version === undefined || !(await isOlder(change, version, facts))) return undefined;
    const asked = conditionsFor(change, version, facts);
    const states = await Promise.all(asked.map((condition) => facts.holds(condition)));
    const failed = states.findIndex(({ holds }) => holds !== "yes");
    const [condition, state] = [asked[failed], states[failed]];
    if (!condition || !state) return { outcome: "allow", because: states.map(({ detail }) => detail).join("; ") };
    return refusal(condition, state, change, facts.plan);
  },
};

export default guard;

/** Of a master that is made, the version that it is to run. */
function versionOf({ kind, role, action, after }: Change): string | undefined {
  const isMade = kind === "instance" && role === "mesos-master" && (action === "create" || action === "replace");
  return isMade && typeof after?.mesosVersion === "string" ? after.mesosVersion : undefined;
}

/** Going back begins with the agents: with a newer version they would be ahead of their masters. */
function isForwards({ before }: Change, version: string, { invocation }: Plan): boolean {
  const is = before?.mesosVersion;
  return invocation.verb === "rollback" && typeof is === "string" && (compareVersions(version, is) ?? 0) > 0;
}

function wrongWay({ stack, name, before }: Change, version: string): Judgement {
  return {
    outcome: "refuse",
    because: `${name} runs ${String(before?.mesosVersion)}, and ${version} is newer: that is no way back, and agents would be ahead of their masters`,
    instead: `MesosCluster.create(${JSON.stringify(stack)}) goes on to a newer version, masters first`,
  };
}

/** Than any host of the stack, itself included. Where that cannot be told, the agents have to be looked at. */
async function isOlder({ stack }: Change, version: string, { environment, holds }: Facts): Promise<boolean> {
  if (!isAws(environment)) return false;
  const what = `no host of ${stack} is newer than ${version}`;
  const parameters = { version };
  return (
    (await holds({ system: "aws", name: "launched-not-newer", stack, parameters, what, withinSeconds: 0 })).holds !==
    "yes"
  );
}

function conditionsFor(change: Change, version: string, facts: Facts): readonly Condition[] {
  const before = replacedBefore(change, facts);
  const newer = before.flatMap(({ targets }) => targets.flatMap(({ id, names }) => [id, ...names]));
  const stopped = stoppedByThisRun(before, facts);
  return [
    condition("none-newer", change, { version, except: newer }, `no agent is newer than ${version}`),
    condition("none-draining", change, { version, except: stopped }, "no agent is draining or deactivated"),
  ];
}

function condition(name: string, { stack }: Change, parameters: Condition["parameters"], what: string): Condition {
  return { system: "mesos", name, stack, parameters, what, withinSeconds: 0 };
}

/** Replacements that the plan still makes before this change: at the last moment there are none. */
function replacedBefore(change: Change, { plan, done }: Facts): readonly Change[] {
  const earlier = withNeeds(change, plan);
  return earlier.filter(({ id, action, role }) => action === "replace" && role !== "mesos-master" && !done.has(id));
}

/** Agents that this very run deactivated and is about to replace: anybody else's stop it. */
function stoppedByThisRun(replacements: readonly Change[], { plan, done }: Facts): readonly string[] {
  const earlier = replacements.flatMap((each) => withNeeds(each, plan));
  return earlier.filter(({ id, after }) => done.has(id) && after?.offers === "none").map(({ name }) => name);
}

/** All that it needs, directly or not. */
function withNeeds(change: Change, { changes }: Plan): readonly Change[] {
  const needed = new Set(change.needs);
  for (const id of needed) {
    for (const further of changes.find((each) => each.id === id)?.needs ?? []) needed.add(further);
  }
  return changes.filter(({ id }) => needed.has(id));
}

function refusal({ what, name }: Condition, state: ConditionState, { stack }: Change, { invocation }: Plan): Judgement {
  const isGoingBack = invocation.verb === "rollback";
  const rollback = `MesosCluster.rollback(${JSON.stringify(stack)}) goes back agents first, then the masters`;
  const otherwise = isGoingBack ? "plan again: agents that came meanwhile are replaced first" : rollback;
  const instead = name === "none-draining" ? (state.next ?? otherwise) : otherwise;
  return { outcome: "refuse", because: `${what}: ${state.detail}`, instead };
}
