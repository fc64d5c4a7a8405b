import { MesosOnDemand } from "../../../../recipes/mesos-on-demand.ts";
import { type Resource, recipe } from "../../../../src/recipe.ts";

/** The same agents, all of them in one batch, whatever the environment says. */
export const Greedy = greedy(1);

/** Half of them. */
export const GreedyCluster = greedy(0.5);

function greedy(batchShare: number) {
  const batched = (resource: Resource): Resource =>
    resource.kind === "scaled-agents" ? { ...resource, desired: { ...resource.desired, batchShare } } : resource;
  return recipe({ ...MesosOnDemand, compose: (context) => MesosOnDemand.compose(context).map(batched) });
}
