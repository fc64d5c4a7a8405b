import type { Condition, Resource, ServerClass } from "../../src/runbook.ts";
import { asked, done, evidenceOf, ofNoHost } from "./asked.ts";
import { type Host, isMaster } from "./site.ts";

const openstack = "openstack";

/** A new server. Without a zone the scheduler chooses one. */
export function created(host: Host, zone?: string): Resource {
  return done(openstack, "server", host, zone === undefined ? { do: "create" } : { do: "create", zone });
}

/** Its root disk is lost; id, address, name and attached volumes stay. */
export function rebuilt(host: Host): Resource {
  return done(openstack, "server", host, { do: "rebuild" });
}

export function deleted(host: Host): Resource {
  return done(openstack, "server", host, null);
}

/** The volumes that are attached to it when the run is planned, and no others. */
export function attachedVolumesDeleted(host: Host): Resource {
  return done(openstack, "volumes-of", host, null);
}

export function hardRebooted(host: Host): Resource {
  return done(openstack, "server", host, { do: "reboot" });
}

export function locked(host: Host, reason: string): Resource {
  return done(openstack, "server", host, { do: "lock", reason });
}

export function unlocked(host: Host): Resource {
  return done(openstack, "server", host, { do: "unlock" });
}

/** Locked again, where it was locked before. */
export function relocked(host: Host, reason: string): Resource {
  return done(openstack, "server", host, { do: "relock", reason });
}

export function isActive(host: Host): Condition {
  return asked(openstack, host, "server-active", "is up and running in OpenStack");
}

export function isGone(host: Host): Condition {
  return asked(openstack, host, "server-gone", "is gone from OpenStack");
}

export function nameIsFree(host: Host): Condition {
  return asked(openstack, host, "name-free", "is not the name of a server yet");
}

export function mastersAreFewerThan(host: Host, count: number): Condition {
  return ofNoHost(
    asked(openstack, host, "masters-fewer-than", `one of the ${count} masters is still to be made`, { count }),
  );
}

export function zoneHasNoMaster(host: Host, zone: string): Condition {
  return ofNoHost(asked(openstack, host, "zone-without-master", `${zone} has no master yet`, { zone }));
}

/** Nobody rebuilds, reboots or makes another master now, this console or another one. */
export function othersAreAtRest(host: Host): Condition {
  return asked(openstack, host, "others-at-rest", "has no other master beside it that is being rebuilt or rebooted");
}

/** Always holds; tells the volumes, for the steps after it. */
export function volumesAreListed(host: Host): Condition {
  return asked(openstack, host, "volumes-listed", "has its attached volumes listed");
}

/** @param step the check that listed them */
export function volumesAreGone(host: Host, step: string): Condition {
  return asked(openstack, host, "volumes-gone", "has none of its volumes left", { ids: evidenceOf(step) });
}

export function nothingIsLeft(host: Host): Condition {
  return asked(openstack, host, "nothing-left", "left no server and no volume");
}

export function isLocked(host: Host): Condition {
  return asked(openstack, host, "server-locked", "is locked in Nova");
}

/** What the operations guide types to make a server, all options in its order. */
export function creationCommand(host: Host, zone?: string): string {
  const like = classOf(host);
  const { device, sizeGB, type } = like.volume;
  const zoneOption = zone === undefined ? [] : [`--nova-availabilityzone ${zone}`];
  const options = [
    `-g ${like.hostgroup}`,
    `--foreman-environment ${like.foremanEnvironment}`,
    `--${like.image.option}`,
    `--nova-sshkey ${like.keypair}`,
    ...zoneOption,
    `--nova-flavor ${like.flavor}`,
    `--landb-mainuser ${like.landbMainUser}`,
    `--landb-responsible ${like.landbResponsible}`,
    `--nova-attach-new-volume ${device}=${sizeGB}GB${type === undefined ? "" : `:type=${type}`}`,
  ];
  return ["ai-bs", ...options, host.name].join(" ");
}

export function rebuildCommand(host: Host): string {
  return `ai-rebuild-vm --${classOf(host).image.option} ${host.name}`;
}

/** What the guide types; where CERN's wrappers do not do it, what OpenStack's own calls do instead. */
export function by(command: string, { environment }: Host): string {
  return environment.openstack.provisioner === "cern" ? command : `what ${command} does`;
}

function classOf(host: Host): ServerClass {
  return isMaster(host) ? host.environment.masters : host.environment.agents;
}
