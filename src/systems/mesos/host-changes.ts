import { isSystemError, NotDone } from "../../model/error.ts";
import { type Fields, isFields } from "../../model/json.ts";
import type { Change } from "../../model/plan.ts";
import { quoted } from "../../model/printable.ts";
import type { Observed, Resource, Target } from "../../model/resource.ts";
import type { Effects } from "../../model/system.ts";
import { type Agent, readAgents } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { cordon } from "./cordon.ts";
import { drain } from "./drain.ts";
import { markGone, noEvidence } from "./gone.ts";
import { agentsAt, goneTarget, hostTarget } from "./host-agents.ts";
import { hostDifferenceOf } from "./host-difference.ts";
import { findLeader, type Leader } from "./leader.ts";
import { idsIn, lift } from "./lift.ts";
import type { Changes } from "./stack-changes.ts";
import { nameOfTask, readWork } from "./work.ts";

/** The agents of the hosts of a place, by the hosts' short names, whichever ids they have at the moment. */
export function hostChanges(cluster: Cluster): Changes {
  return {
    observe: async (resources) => await observeHosts(cluster, resources),
    diff: (resource, observed) => hostDifferenceOf(cluster, resource, observed),
    apply: async (change, effects) => await applyToHost(cluster, change, effects),
    resolve: async (change) => await resolveHost(cluster, change),
  };
}

/** The hosts as Mesos has them now, one entry for each that has an agent; with its tasks where a drain would kill them. */
async function observeHosts(cluster: Cluster, resources: readonly Resource[]): Promise<readonly Observed[]> {
  const leader = await findLeader(cluster);
  const agents = await readAgents(cluster, leader);
  const names = [...new Set(resources.map(({ name }) => name))];
  const isDrained = (host: string) =>
    resources.some(({ name, desired }) => name === host && desired && "drain" in desired);
  const seen = names.map((host) => observeHost(cluster, leader, { host, agents, isDrained: isDrained(host) }));
  return (await Promise.all(seen)).flat();
}

interface Seen {
  readonly host: string;
  readonly agents: readonly Agent[];
  readonly isDrained: boolean;
}

async function observeHost(cluster: Cluster, leader: Leader, { host, agents, isDrained }: Seen): Promise<Observed[]> {
  const own = agentsAt(cluster, agents, host);
  if (own.length === 0) return [];
  const tasks = isDrained ? await tasksOf(cluster, leader, own) : {};
  const offers = own.every((agent) => agent.isDeactivated) ? "none" : "all";
  const fields = { offers, agents: own.map(({ id }) => id), ...tasks };
  const targets = [hostTarget(cluster, host, own)];
  return [{ system: "mesos", kind: "agent", name: host, fields, targets }];
}

/** That tasks cannot be listed does not hide that there may be some. */
async function tasksOf(cluster: Cluster, leader: Leader, agents: readonly Agent[]): Promise<Fields> {
  try {
    const ids = agents.map(({ id }) => id);
    const work = await readWork(cluster, ids, leader);
    return { tasks: work.map((task) => `${task.isRelease ? "RELEASE " : ""}${nameOfTask(task)}`) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { tasks: null, tasksUnknown: quoted(error.why) };
  }
}

/** The host by its name, whichever agents it has; an id that is to be gone by itself. */
async function resolveHost(cluster: Cluster, change: Change): Promise<readonly Target[]> {
  const agents = agentsAt(cluster, await readAgents(cluster), change.name);
  const gone = change.after?.gone;
  if (typeof gone !== "string") return [hostTarget(cluster, change.name, agents)];
  return [
    goneTarget(
      hostTarget(cluster, change.name, []),
      gone,
      agents.filter(({ id }) => id === gone),
    ),
  ];
}

/** What is done to a host's agents. Source: sheet, section 3, "Agent lifecycle calls". */
async function applyToHost(cluster: Cluster, change: Change, effects: Effects): Promise<void> {
  const { name, after = {} } = change;
  if (change.kind !== "agent" || change.action !== "act") throw cannotDo(change);
  if (after.offers === "none") return await cordon(cluster, name, effects);
  if (after.offers === "all") return await lift(cluster, name, effects);
  if (typeof after.drain === "number") return await drain(cluster, name, after.drain, effects);
  if ("gone" in after) return await markGone(cluster, name, idsToMark(change, effects), effects);
  throw cannotDo(change);
}

/** The id itself, or those that an earlier step saw. */
function idsToMark({ name, after = {} }: Change, effects: Effects): readonly string[] {
  const gone = after.gone;
  if (typeof gone === "string") return [gone];
  const step = isFields(gone) && typeof gone.evidenceOf === "string" ? gone.evidenceOf : "";
  const seen = effects.evidence(step);
  if (seen === undefined) throw noEvidence(name, step);
  return idsIn(seen);
}

function cannotDo(change: Change): NotDone {
  return new NotDone({
    code: "mesos-unknown-change",
    reason: "internal",
    what: `${change.id} is nothing that Mesos can do`,
    why: "the agents of a host can be given offers or none, drained, or marked gone",
    next: "mend the runbook that planned it",
  });
}
