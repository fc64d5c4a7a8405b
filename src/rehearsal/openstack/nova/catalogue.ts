import type { Fields } from "../../../model/json.ts";
import type { Flavor } from "../../site/catalogue.ts";
import type { Site } from "../../site/index.ts";
import { fault } from "../errors.ts";
import type { App, Cloud } from "../frame.ts";
import { stableId } from "../identity.ts";
import { quota, usage } from "./create.ts";
import { linksTo } from "./server-json.ts";

/** What servers are made of, and how much of it is left: flavors, key pairs, zones, limits. */
export function catalogueRoutes(app: App, { site }: Cloud): void {
  const { flavors, keypairs, zones } = site.catalogue;
  app.get("/v2.1/flavors", (context) =>
    context.json({ flavors: flavors.map(({ id, name }) => ({ id, name, links: linksTo(site, `flavors/${id}`) })) }),
  );
  app.get("/v2.1/flavors/detail", (context) => {
    const [minDisk, minRam] = [Number(context.req.query("minDisk") ?? 0), Number(context.req.query("minRam") ?? 0)];
    const fitting = flavors.filter(({ diskGiB, ramMiB }) => diskGiB >= minDisk && ramMiB >= minRam);
    return context.json({ flavors: fitting.map((flavor) => flavorJson(site, flavor, context.get("minor"))) });
  });
  app.get("/v2.1/flavors/:id", (context) => {
    const flavor = flavors.find(({ id }) => id === context.req.param("id"));
    if (!flavor) throw fault(404, `Flavor ${context.req.param("id")} could not be found.`);
    return context.json({ flavor: flavorJson(site, flavor, context.get("minor")) });
  });
  app.get("/v2.1/os-keypairs", (context) =>
    context.json({ keypairs: keypairs.map((name) => ({ keypair: keypairJson(name) })) }),
  );
  app.get("/v2.1/os-keypairs/:name", (context) => {
    const name = context.req.param("name");
    if (keypairs.includes(name)) return context.json({ keypair: keypairJson(name) });
    throw fault(404, `Keypair ${name} not found for user ${context.get("token").user.id}`);
  });
  app.get("/v2.1/os-availability-zone", (context) => {
    const zoneJson = (zoneName: string) => ({ zoneName, zoneState: { available: true }, hosts: null });
    return context.json({ availabilityZoneInfo: zones.map(zoneJson) });
  });
  app.get("/v2.1/limits", (context) =>
    context.json({ limits: { rate: [], absolute: limitsJson(site, context.get("project").id) } }),
  );
  for (const [path, rule] of adminOnly) {
    app.get(`/v2.1/${path}`, () => {
      throw fault(403, `Policy doesn't allow os_compute_api:${rule} to be performed.`);
    });
  }
}

const adminOnly = [
  ["os-availability-zone/detail", "os-availability-zone:detail"],
  ["os-hypervisors", "os-hypervisors:list"],
  ["os-services", "os-services:list"],
] as const;

function flavorJson(site: Site, { id, name, vcpus, ramMiB, diskGiB }: Flavor, minor: number): Fields {
  return {
    id,
    name,
    ram: ramMiB,
    disk: diskGiB,
    swap: minor >= 75 ? 0 : "",
    "OS-FLV-EXT-DATA:ephemeral": 0,
    "OS-FLV-DISABLED:disabled": false,
    vcpus,
    "os-flavor-access:is_public": true,
    rxtx_factor: 1.0,
    links: linksTo(site, `flavors/${id}`),
    ...(minor >= 55 ? { description: null } : {}),
    ...(minor >= 61 ? { extra_specs: {} } : {}),
  };
}

function keypairJson(name: string): Fields {
  const fingerprint = stableId(name).match(/../g)?.join(":") ?? "";
  return { name, public_key: `ssh-rsa ${stableId(name)} ${name}@rehearsal`, fingerprint, type: "ssh" };
}

function limitsJson(site: Site, projectId: string): Fields {
  const used = usage(site, projectId);
  return {
    maxTotalInstances: quota.instances,
    maxTotalCores: quota.cores,
    maxTotalRAMSize: quota.ramMiB,
    maxServerMeta: 128,
    maxTotalKeypairs: 10,
    maxServerGroups: 10,
    maxServerGroupMembers: 10,
    totalRAMUsed: used.ramMiB,
    totalCoresUsed: used.vcpus,
    totalInstancesUsed: used.instances,
    totalServerGroupsUsed: 0,
  };
}
