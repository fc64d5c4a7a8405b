import { recipe } from "../src/recipe.ts";
import { agentsRegistered, ledCluster } from "./parts/conditions.ts";
import { composeGroup, expectedAgents, type ScaledGroup } from "./parts/scaled-group.ts";

const group: ScaledGroup = {
  role: "mesos-spot-multi-az",
  market: "spot",
  size: ({ stack }) => stack.spot,
};

export const MesosMultiAZSpotInstances = recipe({
  title: "Spot agents of a stack, over several zones",
  why: `An Auto Scaling group of spot instances over several availability zones and instance types, rebalanced before
capacity is taken back. For jobs that may be interrupted with two minutes' notice. Scaled like the on-demand agents.`,
  compose: (context) => composeGroup(group, context),
  premises: ledCluster,
  verify: (context, observed) => [agentsRegistered(context, expectedAgents(group, context, observed))],
});
