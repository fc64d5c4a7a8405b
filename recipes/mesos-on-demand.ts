import { recipe } from "../src/recipe.ts";
import { agentsRegistered, ledCluster } from "./parts/conditions.ts";
import { composeGroup, expectedAgents, type ScaledGroup } from "./parts/scaled-group.ts";

const group: ScaledGroup = {
  role: "mesos-on-demand",
  market: "on-demand",
  size: ({ stack }) => stack.onDemand,
};

export const MesosOnDemand = recipe({
  title: "On-demand agents of a stack",
  why: `An Auto Scaling group of on-demand instances. The recipe owns its minimum, its maximum and its template;
how many run now is the business of whoever scales it. Agents on an older definition are replaced in batches.`,
  compose: (context) => composeGroup(group, context),
  premises: ledCluster,
  verify: (context, observed) => [agentsRegistered(context, expectedAgents(group, context, observed))],
});
