import type { Context } from "hono";
import type { Fields, Json } from "../../model/json.ts";
import type { Site } from "../site/index.ts";
import { Refused } from "../site/refusal.ts";
import type { SiteVolume } from "../site/volumes.ts";
import { originOf } from "./endpoints.ts";
import { fault } from "./errors.ts";
import { fieldsOf, pythonText, textOf } from "./fields.ts";
import { type App, type Cloud, empty, type Frame, newApp, readBody, requireToken } from "./frame.ts";
import { stableId } from "./identity.ts";
import { readMicroversion } from "./microversion.ts";
import { linksTo, volumeDetail, volumeJson } from "./volume-json.ts";

const quota = { volumes: 30, gigabytes: 10_000 };
const largestPage = 1000;

/** Cinder v3. Source: the sheet, sections 5 and 9; recorded from Cinder 21. */
export function cinder(cloud: Cloud): App {
  const { site } = cloud;
  const app = newApp(cloud);
  app.get("/", (context) => {
    context.header("OpenStack-API-Version", "volume 3.0");
    context.header("Vary", "OpenStack-API-Version");
    return context.json({ versions: [versionOf(site)] }, 300);
  });
  readBody(app);
  requireToken(app, cloud);
  readMicroversion(app, { name: "volume", major: 3, least: 0, most: 70 });
  app.use("/v3/:project/*", async (context, next) => {
    if (context.req.param("project") !== context.get("project").id) throw fault(400, "Malformed request url");
    await next();
  });
  volumeRoutes(app, site);
  limitRoutes(app, site);
  return app;
}

const base = "/v3/:project";

/** The volumes of the asker's project. */
function own(site: Site, context: Context<Frame>): readonly SiteVolume[] {
  return site.volumes.all().filter(({ projectId }) => projectId === context.get("project").id);
}

function seek(site: Site, context: Context<Frame>): SiteVolume {
  const id = context.req.param("id") ?? "";
  const volume = own(site, context).find((each) => each.id === id);
  if (volume) return volume;
  throw new Refused(404, `Volume ${id} could not be found.`);
}

function volumeRoutes(app: App, site: Site): void {
  list(app, site, "volumes", (context, { id, name }) => ({ id, name, links: linksTo(site, context, id) }));
  list(app, site, "volumes/detail", (context, volume) => volumeDetail(site, context, volume));
  app.get(`${base}/volumes/:id`, (context) =>
    context.json({ volume: volumeDetail(site, context, seek(site, context)) }),
  );
  app.post(`${base}/volumes`, (context) => {
    const volume = create(site, context);
    const fresh = { updated_at: null, service_uuid: null, shared_targets: true };
    return context.json({ volume: { ...volumeJson(site, context, volume), ...fresh } }, 202);
  });
  app.put(`${base}/volumes/:id`, (context) => {
    const volume = seek(site, context);
    const { name, metadata } = fieldsOf(fieldsOf(context.get("body")).volume);
    volume.name = textOf(name) ?? volume.name;
    for (const [key, value] of Object.entries(fieldsOf(metadata))) volume.metadata.set(key, String(value));
    return context.json({ volume: volumeJson(site, context, volume) });
  });
  app.delete(`${base}/volumes/:id`, (context) => {
    site.volumes.remove(seek(site, context).id);
    return empty(202, "text/html; charset=UTF-8");
  });
}

function list(app: App, site: Site, path: string, show: (context: Context<Frame>, volume: SiteVolume) => Fields): void {
  app.get(`${base}/${path}`, (context) => {
    const query = new URL(context.req.url).searchParams;
    const [name, status, marker] = ["name", "status", "marker"].map((key) => query.get(key));
    const found = own(site, context).filter(
      (one) => (name ?? one.name) === one.name && (status ?? one.status) === one.status,
    );
    const limit = Math.min(Number(query.get("limit") || largestPage), largestPage);
    const from = marker ? found.findIndex(({ id }) => id === marker) + 1 : 0;
    if (marker && from === 0) throw new Refused(404, `Volume ${marker} could not be found.`);
    const page = found.slice(from, from + limit);
    const shown = { volumes: page.map((volume) => show(context, volume)) };
    if (page.length < limit) return context.json(shown);
    query.delete("marker");
    query.append("marker", page.at(-1)?.id ?? "");
    const href = `${originOf(site, "cinder")}/v3/${context.get("project").id}/${path}?${query}`;
    return context.json({ ...shown, volumes_links: [{ rel: "next", href }] });
  });
}

/** @throws ServiceError 400, 404, 413 over the quota */
function create(site: Site, context: Context<Frame>): SiteVolume {
  const { name, size, volume_type, metadata } = fieldsOf(fieldsOf(context.get("body")).volume);
  const sizeGiB = sizeIn(size);
  const type = textOf(volume_type);
  if (type !== undefined && !site.catalogue.volumeTypes.includes(type)) {
    throw fault(404, `Volume type with name ${type} could not be found.`);
  }
  const volumes = own(site, context);
  const consumed = volumes.reduce((sum, each) => sum + each.sizeGiB, 0);
  if (volumes.length >= quota.volumes) {
    const most = `Maximum number of volumes allowed (${quota.volumes}) exceeded for quota 'volumes'.`;
    throw fault(413, `VolumeLimitExceeded: ${most}`);
  }
  if (consumed + sizeGiB > quota.gigabytes) {
    const what = `Requested ${sizeGiB}G, quota is ${quota.gigabytes}G and ${consumed}G has been consumed.`;
    const exceeds = "Requested volume or snapshot exceeds allowed gigabytes quota.";
    throw fault(413, `VolumeSizeExceedsAvailableQuota: ${exceeds} ${what}`);
  }
  const texts = Object.entries(fieldsOf(metadata)).map(([key, value]) => [key, String(value)]);
  const projectId = context.get("project").id;
  return site.volumes.create({
    projectId,
    name: textOf(name) ?? "",
    sizeGiB,
    type,
    metadata: Object.fromEntries(texts),
  });
}

function sizeIn(size: Json | undefined): number {
  const wrong = (what: string) => fault(400, `Invalid input for field/attribute size. Value: ${size}. ${what}`);
  const isText = typeof size === "string";
  if (isText && !/^\d+$/.test(size)) throw wrong(`${pythonText(size)} does not match '^[0-9]+$'`);
  const value = isText || typeof size === "number" ? Number(size) : Number.NaN;
  if (Number.isNaN(value)) throw wrong(`${pythonText(size)} is not of type 'integer', 'string'`);
  if (value < 1) throw wrong(`${size} is less than the minimum of 1`);
  return value;
}

function limitRoutes(app: App, site: Site): void {
  app.get(`${base}/limits`, (context) => {
    const volumes = own(site, context);
    const absolute = {
      maxTotalVolumes: quota.volumes,
      maxTotalSnapshots: 10,
      maxTotalVolumeGigabytes: quota.gigabytes,
      maxTotalBackups: 10,
      maxTotalBackupGigabytes: 1000,
      totalVolumesUsed: volumes.length,
      totalGigabytesUsed: volumes.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
      totalSnapshotsUsed: 0,
      totalBackupsUsed: 0,
      totalBackupGigabytesUsed: 0,
    };
    return context.json({ limits: { rate: [], absolute } });
  });
  app.get(`${base}/os-availability-zone`, (context) =>
    context.json({ availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true } }] }),
  );
  app.get(`${base}/types`, (context) => {
    const types = site.catalogue.volumeTypes.map((name) => ({
      id: stableId(name),
      name,
      is_public: true,
      description: name === "__DEFAULT__" ? "Default Volume Type" : null,
      extra_specs: {},
      "os-volume-type-access:is_public": true,
    }));
    return context.json({ volume_types: types });
  });
}

function versionOf(site: Site): Fields {
  const type = "application/vnd.openstack.volume+json;version=3";
  return {
    id: "v3.0",
    status: "CURRENT",
    version: "3.70",
    min_version: "3.0",
    updated: "2022-08-31T00:00:00Z",
    links: [
      { rel: "describedby", type: "text/html", href: "https://docs.openstack.org/" },
      { rel: "self", href: `${originOf(site, "cinder")}/v3/` },
    ],
    "media-types": [{ base: "application/json", type }],
  };
}
