import type { ConditionState } from "../../model/resource.ts";
import type { Look } from "./conditions.ts";
import { ambiguous } from "./find.ts";
import { serversMeant, serversNamed } from "./look.ts";
import { masterNameOf, shortName } from "./names.ts";
import { isAtRest, readServers, type Server, type ServerLook, stateOf } from "./servers.ts";

/** What can be asked of servers. */
export const serverConditions: Readonly<Record<string, Look>> = {
  /** `{host}`: it is up as far as Nova knows, and nothing is being done to it. ERROR stays so by waiting. */
  "server-active": async (parameters, look) => activeState(await serverOf(parameters.text("host"), look)),
  /** `{host}`: the server is gone. */
  "server-gone": async (parameters, look) => goneState(parameters.text("host"), look),
  /** `{host}`: no server has that name. */
  "name-free": async (parameters, look) => goneState(parameters.text("host"), look),
  /** `{host}`: locked in Nova, and why. What is protected is found by its id. */
  "server-locked": async (parameters, look) => {
    const host = parameters.text("host");
    return lockedState(await serverMeant(host, look), mayBeGone(host, look));
  },
  /** `{count}`: there are fewer masters than that. */
  "masters-fewer-than": async (parameters, look) => fewerState(parameters.number("count"), await mastersOf(look)),
  /** `{zone}`: no master is in it. */
  "zone-without-master": async (parameters, look) => zoneState(parameters.text("zone"), await mastersOf(look)),
  /** `{host}`: nothing is being done to any OTHER master. */
  "others-at-rest": async (parameters, look) => othersState(parameters.text("host"), await mastersOf(look), look),
};

async function serverOf(host: string, look: ServerLook): Promise<Server | undefined> {
  return onlyOne(host, serversNamed(host, await readServers(look)));
}

async function serverMeant(host: string, look: ServerLook): Promise<Server | undefined> {
  const { environment } = look;
  return onlyOne(host, serversMeant(host, { servers: await readServers(look), environment }));
}

/** `undefined`: there is none. Two of a name are none that one could speak of. */
function onlyOne(host: string, found: readonly Server[]): Server | undefined {
  if (found.length > 1) throw ambiguous(host, found);
  return found[0];
}

async function mastersOf(look: ServerLook): Promise<readonly Server[]> {
  return (await readServers(look)).filter((server) => masterNameOf(server, look.environment));
}

function activeState(server: Server | undefined): ConditionState {
  if (!server)
    return {
      holds: "no",
      detail: "there is no server of that name",
      next: "openstack server list lists those there are",
    };
  const detail = `${stateOf(server)}, ${server.zone || "no zone"}, ${server.id}`;
  if (server.status === "ERROR" && server.taskState === undefined) return failedState(server);
  if (server.status === "ACTIVE" && server.taskState === undefined) return { holds: "yes", detail };
  const next =
    server.status === "SHUTOFF" ? `RebootServer!("${shortName(server.name)}") starts it` : "wait and look again";
  return { holds: "no", detail, next };
}

function failedState({ name, id, fault }: Server): ConditionState {
  const detail = `ERROR: ${fault || "Nova gives no fault"}`;
  const next = `openstack server event list ${id} says what failed; RebootServer!("${shortName(name)}") heals some errors`;
  return { holds: "no", detail, isFinal: true, next };
}

async function goneState(host: string, look: ServerLook): Promise<ConditionState> {
  const found = serversNamed(host, await readServers(look));
  if (found.length === 0) return { holds: "yes", detail: `no server is called ${shortName(host)}` };
  return { holds: "no", detail: found.map((server) => `${server.id} is ${stateOf(server)}`).join("; ") };
}

/** Whether the environment lets it be deleted: then that it is not there is no news. */
function mayBeGone(host: string, { environment }: ServerLook): boolean {
  const own = environment.protects.filter(({ names = [] }) => names.includes(host));
  return own.every(({ actions = ["replace", "delete"] }) => !actions.includes("delete"));
}

function lockedState(server: Server | undefined, mayBeMissing: boolean): ConditionState {
  if (!server && mayBeMissing) return { holds: "yes", detail: "there is no such server: it was deleted" };
  if (!server) {
    const next = 'it must never be deleted: look for it with openstack("compute", "/servers/detail"), by its id too';
    return { holds: "no", detail: "there is NO server of that name or id", next };
  }
  if (server.isLocked) return { holds: "yes", detail: `locked: ${server.lockedReason || "no reason given"}` };
  return {
    holds: "no",
    detail: "not locked in Nova: others' tools may reboot, rebuild and delete it",
    next: "Protect!()",
  };
}

function fewerState(count: number, masters: readonly Server[]): ConditionState {
  const names = masters.map(({ name }) => name).join(", ");
  const detail = `${masters.length} masters${names && `: ${names}`}`;
  return { holds: masters.length < count ? "yes" : "no", detail };
}

function zoneState(zone: string, masters: readonly Server[]): ConditionState {
  const there = masters.filter((server) => server.zone === zone).map(({ name }) => name);
  if (there.length === 0) return { holds: "yes", detail: `no master is in ${zone}` };
  const next = "choose a zone of its own for each master: one that fails takes all masters in it along";
  return { holds: "no", detail: `${there.join(", ")} in ${zone}`, next };
}

function othersState(host: string, masters: readonly Server[], { environment }: ServerLook): ConditionState {
  const others = masters.filter((server) => masterNameOf(server, environment) !== shortName(host));
  const busy = others.filter((server) => !isAtRest(server)).map((server) => `${server.name} is ${stateOf(server)}`);
  if (busy.length > 0)
    return { holds: "no", detail: busy.join("; "), next: "wait until it has ended: never two masters at once" };
  return {
    holds: "yes",
    detail: others.map((server) => `${server.name} ${stateOf(server)}`).join(", ") || "no other master",
  };
}
