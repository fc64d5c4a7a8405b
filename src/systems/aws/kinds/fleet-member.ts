import type { Instance } from "@aws-sdk/client-ec2";
import { closest } from "fastest-levenshtein";
import type { AwsEnvironment } from "../../../model/environment.ts";
import { OpsError } from "../../../model/error.ts";
import type { Fields } from "../../../model/json.ts";
import type { Change, Difference, Draft } from "../../../model/plan.ts";
import { keyOf, type Observed, type Resource, type Target } from "../../../model/resource.ts";
import { letGo } from "../act.ts";
import { alteration, nothing } from "../difference.ts";
import { idOf, leaving } from "../drain.ts";
import { fieldsOf } from "../fields.ts";
import { issued } from "../guard.ts";
import { type HostFields, hostFields, hostName, volumesById } from "../host.ts";
import type { Kind, Tools } from "../kind.ts";
import { launch } from "../launch.ts";
import { isManaged, tagMap, tagNames } from "../tags.ts";
import { instanceTarget } from "../targets.ts";
import { terminated } from "../wait.ts";
import { fleetInput, fleetTags, fleetWish } from "./instances.ts";

/** What is observed for it: every host of the cluster's fleets, so that a name can be matched or refused. */
const hostKind = "fleet-host";
const fleetPrefix = "instances/";

/** The replacement of one host of a fleet, by any of its names. */
export const fleetMember: Kind = {
  kind: "fleet-member",

  async observe(resources, look) {
    const seen = (await look.instances()).filter(({ Tags }) => isManaged(tagMap(Tags)));
    const volumes = volumesById(await look.volumes());
    return seen
      .filter(({ Tags }) => tagMap(Tags)[tagNames.resource]?.startsWith(fleetPrefix))
      .map((host) => observeOne(host, hostFields(host, volumes), resources));
  },

  diff(resource, observed, environment) {
    if (resource.desired === null) return nothing;
    const fleets = Object.keys(fieldsOf(resource.desired, keyOf(resource)).group("fleets").all);
    const hosts = observed.filter(({ kind, fields }) => kind === hostKind && fleets.includes(String(fields.fleet)));
    const found = hosts.filter(({ targets }) => targets.some((target) => answersTo(target, resource.name)));
    if (found.length > 1) throw ambiguous(resource, found);
    const [host] = found;
    if (host) mustBeAskedOnce(host);
    return host ? replacement(resource, host, environment) : replacedBefore(resource, hosts);
  },

  apply: replace,
};

function observeOne(host: Instance, definition: HostFields, resources: readonly Resource[]): Observed {
  const target = instanceTarget(host);
  const askedAs = resources.map(({ name }) => name).filter((name) => answersTo(target, name));
  const fields = { ...definition, ...belongingOf(tagMap(host.Tags)), hostName: hostName(host), askedAs };
  return { system: "aws", kind: hostKind, name: target.id, fields, targets: [target] };
}

function belongingOf(tags: Readonly<Record<string, string>>): Fields {
  const fleet = tags[tagNames.resource]?.slice(fleetPrefix.length) ?? "";
  return { fleet, replaces: tags[tagNames.replaces] ?? "" };
}

/** By id, host name, short name or address; the Name tag only where a single host has it. */
function answersTo({ id, names }: Target, name: string): boolean {
  const wanted = name.toLowerCase();
  return [id, ...names].some((each) => each.toLowerCase() === wanted);
}

function replacement(resource: Resource, host: Observed, environment: AwsEnvironment): Difference {
  const fleet = String(host.fields.fleet);
  const wishes = fieldsOf(resource.desired, keyOf(resource)).group("fleets");
  const { count: _, ...after } = fleetWish(wishes.all[fleet] ?? null, fleet);
  const name = String(host.fields.hostName);
  const drain = leaving({ stack: resource.stack, host: name, because: `${name} is replaced` }, environment);
  const replace: Draft = {
    ...alteration(resource, "replace", host, { ...after, fleet }, words(name, host)),
    asksByItself: true,
    needs: drain.map(idOf),
  };
  return { drafts: [...drain, replace], notes: [] };
}

function words(name: string, host: Observed) {
  return {
    risk: "destructive",
    because: `you asked for ${name} (${host.name}) to be replaced by a new host of ${host.fields.fleet}`,
    interrupts: `everything on the disk of ${name}; what still runs there ends`,
  } as const;
}

/** The successor carries the names of the one it replaced: asking again is asking for nothing. */
function replacedBefore(resource: Resource, hosts: readonly Observed[]): Difference {
  const successor = hosts.find(({ fields }) => String(fields.replaces).split(" ").includes(resource.name));
  if (!successor) throw unknownHost(resource, hosts);
  return { drafts: [], notes: [`${resource.name} was replaced by ${successor.fields.hostName} (${successor.name})`] };
}

function unknownHost({ name, stack }: Resource, hosts: readonly Observed[]): OpsError {
  const names = hosts.flatMap(({ targets }) => targets.flatMap((target: Target) => [target.id, ...target.names]));
  const near = names.length > 0 ? closest(name, names) : undefined;
  return new OpsError({
    code: "unknown-host",
    reason: "usage",
    what: `No fixed agent of ${stack} is called ${name}`,
    why: near === undefined ? `${stack} has none` : `the nearest name is ${near}`,
    next: near === undefined ? `MesosFixed.create("${stack}") plans them` : `hosts("${stack}") lists them`,
  });
}

function ambiguous({ name }: Resource, found: readonly Observed[]): OpsError {
  return new OpsError({
    code: "ambiguous-host",
    reason: "usage",
    what: `${found.length} hosts answer to ${name}`,
    why: found.map((host) => `${host.name} (${host.fields.hostName})`).join(", "),
    next: "name one by its instance id",
  });
}

/** Its successor would be replaced right away, or a second one launched beside it. */
function mustBeAskedOnce({ name, fields }: Observed): void {
  const names = Array.isArray(fields.askedAs) ? fields.askedAs : [];
  if (names.length <= 1) return;
  throw new OpsError({
    code: "host-named-twice",
    reason: "usage",
    what: `${names.join(" and ")} are one host`,
    why: `all of them are names of ${name} (${fields.hostName}), which is replaced once`,
    next: "name it once",
  });
}

/** The successor first: where there is no capacity, nothing is lost. */
async function replace(change: Change, tools: Tools): Promise<void> {
  const { fleet, ...after } = change.after ?? {};
  const name = String(fleet);
  const wish = fleetWish({ ...after, count: 1 }, name);
  const ids = change.targets.map(({ id }) => id);
  const tags = {
    ...fleetTags({ ...change, kind: "instances", name }, wish, tools),
    [tagNames.replaces]: [...new Set([change.name, ...ids])].join(" "),
  };
  await launch({ count: 1, tags, input: await fleetInput(wish, tools) }, tools);
  const ec2 = await tools.account.ec2();
  const input = { InstanceIds: ids };
  await letGo({ name: "terminate", send: (permit) => ec2.terminateInstances(issued(permit, input)) }, tools);
  await terminated(ids, tools);
}
