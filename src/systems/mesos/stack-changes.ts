import { NotDone } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Observed, Resource, Target } from "../../model/resource.ts";
import type { Effects, System } from "../../model/system.ts";
import { type Agent, agentOf, readAgents } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { offersOf, setOffers } from "./offers.ts";
import { differenceOf, observedAgent, targetOf } from "./resources.ts";
import { retire } from "./retire.ts";

/** What a system does with changes. */
export type Changes = Pick<System, "observe" | "diff" | "apply" | "resolve">;

/** The agents of stacks, by the names of their hosts: whether they are offered is all that recipes change. */
export function stackChanges(cluster: (stack: string) => Cluster): Changes {
  return {
    observe: async (resources) => await observe(cluster, resources),
    diff: (resource, observed) => differenceOf(resource, observed),
    apply: async (change, effects) => await apply(cluster(change.stack), change, effects),
    resolve: async (change) => await resolve(cluster(change.stack), change),
  };
}

async function observe(
  cluster: (stack: string) => Cluster,
  resources: readonly Resource[],
): Promise<readonly Observed[]> {
  const stacks = [...new Set(resources.map((resource) => resource.stack))];
  const seen = await Promise.all(
    stacks.map(async (stack): Promise<[string, readonly Agent[]]> => [stack, await readAgents(cluster(stack))]),
  );
  const agents = new Map(seen);
  return resources.flatMap((resource) => {
    const agent = agentOf(agents.get(resource.stack) ?? [], resource.name);
    return agent ? [observedAgent(resource, agent)] : [];
  });
}

async function apply(cluster: Cluster, change: Change, effects: Effects): Promise<void> {
  if (change.kind === "gone-agent" && change.action === "act") return await markGone(cluster, change, effects);
  const offers = offersOf(change);
  if (change.kind !== "agent" || change.action !== "act" || !offers) throw cannotApply(change);
  const done = await effects.perform(setOffers(cluster, change.name, offers));
  if (done.agent === null) effects.log(`no agent of the name ${change.name} is registered: nothing to drain`);
  else effects.log(`agent ${done.agent}: ${offers === "none" ? "offers stopped" : "offers resumed"}`);
}

async function markGone(cluster: Cluster, { name }: Change, effects: Effects): Promise<void> {
  const { agent } = await effects.perform(retire(cluster, name));
  effects.log(agent === null ? `no agent of the name ${name} is registered any more` : `agent ${agent}: marked gone`);
}

function cannotApply(change: Change): NotDone {
  return new NotDone({
    code: "mesos-unknown-change",
    reason: "internal",
    what: `${change.id} is nothing that Mesos can do`,
    why: "offers of agents can be changed (action act, kind agent, after {offers: all or none}), and an agent marked gone (act, gone-agent)",
    next: "mend the recipe that planned it",
  });
}

async function resolve(cluster: Cluster, change: Change): Promise<readonly Target[]> {
  const agent = agentOf(await readAgents(cluster), change.name);
  return agent ? [targetOf(agent)] : [];
}
