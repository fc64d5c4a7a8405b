import { keyOf, type Resource, recipe, type StackContext } from "../src/recipe.ts";
import { MesosFixed } from "./mesos-fixed.ts";
import { MesosMaster } from "./mesos-master.ts";
import { MesosMultiAZSpotInstances } from "./mesos-multi-az-spot-instances.ts";
import { MesosOnDemand } from "./mesos-on-demand.ts";
import { everyHost, goingBack } from "./parts/every-host.ts";

const agentRecipes = [MesosFixed, MesosOnDemand, MesosMultiAZSpotInstances];

/** What runs agents comes after the masters: a Mesos upgrade begins with them. */
const agentKinds = new Set(["instances", "auto-scaling-group", "scaled-agents"]);

export const MesosCluster = recipe({
  title: "A whole Mesos cluster: masters, fixed, on-demand and spot agents",
  why: `Everything of a stack in one plan: masters first, then the agents. To change only one part of it, use that
part's own recipe: they compose the same resources. To go back to an older version: MesosCluster.rollback!("test") once
the environment pins it. An older master must not find newer agents, nor one that is draining: what create! begins with.`,
  compose: mastersThenAgents,
  verify: (context, observed) =>
    [MesosMaster, ...agentRecipes].flatMap((part) => part.verify?.(context, observed) ?? []),
  verbs: {
    upgrade: {
      title: "Bring every host to the pinned Mesos version, fixed agents too: masters first, then agents",
      parameters: [],
      isLasting: true,
      compose: (context) => everyHost(mastersThenAgents(context), context),
    },
    rollback: {
      title: "Go back to an older Mesos version: agents first, then the masters, the leader last",
      parameters: [],
      isLasting: true,
      compose: (context) => goingBack(distinct([...MesosMaster.compose(context), ...agentsOf(context)]), context),
    },
    uncordon: {
      title: "Offer the named hosts to frameworks again, e.g. after an aborted replacement",
      parameters: [
        { name: "hosts", type: "host", isRest: true, title: "host names of the agents, as status names them" },
      ],
      compose: ({ name: stack }, ...hosts) => hosts.map((host) => offered(stack, host)),
    },
  },
});

function mastersThenAgents(context: StackContext): readonly Resource[] {
  const masters = MesosMaster.compose(context);
  const instances = masters.filter(({ kind }) => kind === "instance").map(keyOf);
  return distinct([...masters, ...agentsOf(context).map((agent) => after(agent, instances))]);
}

function agentsOf(context: StackContext): readonly Resource[] {
  return agentRecipes.flatMap((part) => part.compose(context));
}

function offered(stack: string, host: string): Resource {
  return { system: "mesos", kind: "agent", name: host, stack, role: "agent", needs: [], desired: { offers: "all" } };
}

function after(resource: Resource, masters: readonly string[]): Resource {
  return agentKinds.has(resource.kind) ? { ...resource, needs: [...resource.needs, ...masters] } : resource;
}

/** The whole owns what its parts share. */
function own({ isShared: _, ...resource }: Resource): Resource {
  return resource;
}

/** The parts share a security group: the same resource composed more than once is one. */
function distinct(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [keyOf(resource), own(resource)])).values()];
}
