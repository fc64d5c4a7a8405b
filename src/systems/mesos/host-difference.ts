import type { Fields } from "../../model/json.ts";
import type { Difference, Draft } from "../../model/plan.ts";
import type { Observed, Resource, Target } from "../../model/resource.ts";
import type { Cluster } from "./cluster.ts";
import { goneTarget, hostTarget } from "./host-agents.ts";

type What = Pick<Draft, "risk" | "because" | "does"> & Partial<Pick<Draft, "interrupts" | "before" | "targets">>;

/**
 * What to do to the agents of a host, from its desired fields: `{offers: "none"}`, `{offers: "all"}`, `{offers: "all",
 * always: true}`, `{drain: seconds}`, `{gone: id}` or `{gone: {evidenceOf: step}}`. Pure.
 */
export function hostDifferenceOf(
  place: Pick<Cluster, "domain">,
  resource: Resource,
  observed: readonly Observed[],
): Difference {
  const { kind, name, desired } = resource;
  if (!desired) return { drafts: [], notes: [] };
  const now = observed.find((one) => one.system === "mesos" && one.kind === kind && one.name === name);
  const what = whatToDo(place, name, desired, now);
  if (typeof what === "string") return { drafts: [], notes: what === "" ? [] : [what] };
  const targets = what.targets ?? [targetOf(place, name, now)];
  return { drafts: [{ action: "act", system: "mesos", kind, name, ...what, targets, after: desired }], notes: [] };
}

/** A text: nothing is to be done, and why. */
function whatToDo(
  place: Pick<Cluster, "domain">,
  host: string,
  desired: Fields,
  now: Observed | undefined,
): What | string {
  if ("gone" in desired) return goneOf(place, host, desired);
  if (desired.offers === "all" && desired.always === true) return liftOf(host);
  if (typeof desired.drain === "number") return drainOf(host, desired.drain, now);
  if (desired.offers === "none") return cordonOf(host);
  if (!now) return `no agent is registered at ${host}: Mesos knows of nothing there`;
  return now.fields.offers === "all" ? "" : { ...liftOf(host), before: offersIn(now) };
}

/** Whatever is so when it is planned: hours may pass until its turn, and an agent come back or be offered again. */
function cordonOf(host: string): What {
  return {
    risk: "disruptive",
    does: `give ${host} no new tasks`,
    because: "what runs there may end by itself before anything is taken away",
    interrupts: `no build starts on ${host} until its offers are resumed; running tasks stay`,
  };
}

function drainOf(host: string, graceSeconds: number, now: Observed | undefined): What {
  return {
    risk: "destructive",
    does: `drain ${host}: no new tasks, and its tasks are killed, each within ${graceSeconds} s`,
    because: "it is not waited for that they end by themselves",
    interrupts: `${now ? lostIn(now.fields) : "no agent is registered there now"}; what starts there before the drain is lost, too`,
  };
}

function lostIn({ tasks, tasksUnknown }: Fields): string {
  if (!Array.isArray(tasks)) return `its tasks are lost; they could not be listed: ${String(tasksUnknown ?? "")}`;
  if (tasks.length === 0) return "no task runs there now";
  return `its tasks are lost: ${tasks.join(", ")}`;
}

/** No fields before: as its agents are stopped and started meanwhile, it stays the same change. */
function liftOf(host: string): What {
  return {
    risk: "safe",
    does: `give ${host} new tasks again: every agent that it has then is active`,
    because: "what was stopped for a while is given back",
  };
}

function goneOf(place: Pick<Cluster, "domain">, host: string, { gone }: Fields): What {
  const literal = typeof gone === "string" ? gone : undefined;
  const whose = literal === undefined ? `the old agent of ${host}` : `agent ${literal} of ${host}`;
  return {
    risk: "destructive",
    does: `mark ${whose} gone: it never comes back under that id`,
    because: "it is left over on record, and may come back deactivated",
    interrupts: "its tasks, volumes and reservations, should it still run somewhere, are lost",
    ...(literal !== undefined && { targets: [goneTarget(hostTarget(place, host, []), literal)] }),
  };
}

function offersIn({ fields }: Observed): Fields {
  return { offers: fields.offers ?? null };
}

function targetOf(place: Pick<Cluster, "domain">, host: string, now: Observed | undefined): Target {
  return now?.targets[0] ?? hostTarget(place, host, []);
}
