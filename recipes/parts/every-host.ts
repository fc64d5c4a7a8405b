import { keyOf, type Resource, type RevertedInstancesFields, type StackContext } from "../../src/recipe.ts";
import { agentsRegistered } from "./conditions.ts";

/** Agents that a master of an older version must find older than itself. */
const agentKinds = new Set(["instances", "auto-scaling-group", "scaled-agents"]);

/**
 * The resources of a whole stack in the order of a way back: every agent first, fixed ones host by host, then the
 * masters. An upgrade goes the other way round: masters know older agents, and not newer ones.
 */
export function goingBack(resources: readonly Resource[], context: StackContext): readonly Resource[] {
  const isMaster = ({ role }: Resource) => role === "mesos-master";
  const agents = everyHost(
    resources.filter((each) => !isMaster(each)),
    context,
  );
  const needed = agents.filter(({ kind }) => agentKinds.has(kind)).map(keyOf);
  const masters = resources.filter(isMaster).map((each) => after(each, needed));
  return [...agents, ...masters];
}

function after(resource: Resource, needed: readonly string[]): Resource {
  return resource.kind === "instance" ? { ...resource, needs: [...resource.needs, ...needed] } : resource;
}

/** Fixed agents too, which are otherwise replaced by name only: nothing of another Mesos version stays. */
export function everyHost(resources: readonly Resource[], context: StackContext): readonly Resource[] {
  return resources.map((each) => fixedOneByOne(each, context));
}

function fixedOneByOne(resource: Resource, context: StackContext): Resource {
  if (resource.kind !== "instances" || resource.desired === null) return resource;
  const { name, stack } = context;
  const desired = { ...resource.desired, replacesOtherVersions: true } satisfies Partial<RevertedInstancesFields>;
  const rollout = { group: `${resource.role}-${name}` };
  const waits = stack.mesos ? [agentsRegistered(context, { [resource.role]: stack.fixed.count })] : [];
  return { ...resource, desired, rollout, waits };
}
