import type { Fields, Json } from "../../../model/json.ts";
import type { Flavor, Image } from "../../site/catalogue.ts";
import type { Site } from "../../site/index.ts";
import type { ServerSpec, SiteServer } from "../../site/server.ts";
import { fault } from "../errors.ts";
import { fieldsOf, listOf, pythonText, textOf } from "../fields.ts";
import { invalid, metadataIn } from "./check.ts";
import type { Asked } from "./server-json.ts";

const properties = new Set(
  (
    "name flavorRef imageRef key_name availability_zone metadata user_data networks security_groups adminPass " +
    "block_device_mapping_v2 block_device_mapping config_drive min_count max_count return_reservation_id description tags " +
    "accessIPv4 accessIPv6 personality OS-DCF:diskConfig host hypervisor_hostname trusted_image_certificates hostname"
  ).split(" "),
);

/** As recorded: the project's quota. */
export const quota = { instances: 20, cores: 400, ramMiB: 800_000 };

/** Carries out `POST /servers`. @throws ServiceError 400, 403; Refused */
export function createServer(asked: Asked, body: Json | undefined): SiteServer {
  const { site, project, minor } = asked;
  const wanted = fieldsOf(fieldsOf(body).server);
  checkShape(wanted, minor);
  checkNetworks(site, wanted);
  const flavor = flavorFor(site, wanted);
  const image = imageFor(site, wanted, flavor);
  checkPlace(site, wanted);
  checkQuota(asked, flavor);
  const { existing, fresh } = devicesIn(wanted);
  const server = site.servers.create({
    projectId: project.id,
    name: textOf(wanted.name) ?? "",
    flavor: flavor.name,
    imageId: image.id,
    keyName: textOf(wanted.key_name),
    zone: textOf(wanted.availability_zone),
    description: textOf(wanted.description),
    metadata: metadataIn(fieldsOf(wanted.metadata)),
    tags: listOf(wanted.tags).flatMap((tag) => textOf(tag) ?? []),
    volumes: existing,
  });
  for (const { sizeGiB, type, ...how } of fresh) addVolume(site, server, sizeGiB, type, how);
  return server;
}

function checkShape(wanted: Fields, minor: number): void {
  const whole = pythonText(wanted);
  const { name } = wanted;
  const unexpected = Object.keys(wanted).find((key) => !properties.has(key));
  if (unexpected) {
    throw invalid("server", whole, `Additional properties are not allowed ('${unexpected}' was unexpected)`);
  }
  const missing = ["name", "flavorRef", ...(minor >= 37 ? ["networks"] : [])].find((key) => !(key in wanted));
  if (missing) throw invalid("server", whole, `'${missing}' is a required property`);
  if (name === "") throw invalid("name", "", "'' is too short");
  if (typeof name === "string" && name.length > 255) throw invalid("name", name, `'${name}' is too long`);
}

function checkNetworks({ catalogue }: Site, { networks }: Fields): void {
  const asked = listOf(networks).flatMap((each) => textOf(fieldsOf(each).uuid) ?? []);
  const unknown = asked.find((id) => id !== catalogue.network.id);
  if (unknown !== undefined) throw fault(400, `Network ${unknown} could not be found.`);
}

function flavorFor(site: Site, { flavorRef }: Fields): Flavor {
  const id = textOf(flavorRef)?.split("/").at(-1);
  const flavor = site.catalogue.flavors.find((each) => each.id === id);
  if (flavor) return flavor;
  throw fault(400, `Flavor ${id} could not be found.`);
}

function imageFor(site: Site, { imageRef }: Fields, flavor: Flavor): Image {
  const id = textOf(imageRef)?.split("/").at(-1);
  const image = site.catalogue.images.find((each) => each.id === id);
  if (!image) throw fault(400, "Can not find requested image");
  if (image.status !== "active") throw fault(400, `Image ${id} is not active.`);
  if (flavor.diskGiB >= image.minDiskGiB) return image;
  const sizes = [flavor.diskGiB, image.minDiskGiB].map((gigabytes) => gigabytes * 2 ** 30);
  const what = "Flavor's disk is smaller than the minimum size specified in image metadata.";
  throw fault(400, `${what} Flavor disk is ${sizes[0]} bytes, minimum size is ${sizes[1]} bytes.`);
}

function checkPlace({ catalogue }: Site, { availability_zone, key_name }: Fields): void {
  const zone = textOf(availability_zone);
  if (zone !== undefined && !catalogue.zones.includes(zone)) {
    throw fault(400, "The requested availability zone is not available");
  }
  const key = textOf(key_name);
  if (key !== undefined && !catalogue.keypairs.includes(key)) throw fault(400, "Invalid key_name provided.");
}

/** What the project's servers use of its quota. */
export function usage(
  { servers, catalogue }: Site,
  projectId: string,
): Omit<Flavor, "id" | "name" | "diskGiB"> & { instances: number } {
  const flavors = servers
    .ofProject(projectId)
    .map((server) => catalogue.flavors.find(({ name }) => name === server.flavor));
  const sum = (size: (flavor: Flavor) => number) =>
    flavors.reduce((total, flavor) => total + (flavor ? size(flavor) : 0), 0);
  return { instances: flavors.length, vcpus: sum(({ vcpus }) => vcpus), ramMiB: sum(({ ramMiB }) => ramMiB) };
}

function checkQuota({ site, project }: Asked, flavor: Flavor): void {
  const used = usage(site, project.id);
  const limits: readonly (readonly [string, number, number, number])[] = [
    ["instances", 1, used.instances, quota.instances],
    ["cores", flavor.vcpus, used.vcpus, quota.cores],
    ["ram", flavor.ramMiB, used.ramMiB, quota.ramMiB],
  ];
  for (const [name, requested, inUse, most] of limits) {
    if (inUse + requested <= most) continue;
    const what = `Requested ${requested}, but already used ${inUse} of ${most} ${name}`;
    throw fault(403, `Quota exceeded for ${name}: ${what}`);
  }
}

interface Device {
  readonly device: string | undefined;
  readonly isDeletedOnTermination: boolean;
}

interface FreshDevice extends Device {
  readonly sizeGiB: number;
  readonly type: string | undefined;
}

/** The volumes besides the root disk: those that there are, and those to be made. */
function devicesIn({ block_device_mapping_v2 }: Fields) {
  const existing: NonNullable<ServerSpec["volumes"]>[number][] = [];
  const fresh: FreshDevice[] = [];
  for (const entry of listOf(block_device_mapping_v2)) {
    const one = fieldsOf(entry);
    const id = textOf(one.uuid);
    const name = textOf(one.device_name);
    const device = name?.startsWith("/dev/") || name === undefined ? name : `/dev/${name}`;
    const how = { device, isDeletedOnTermination: one.delete_on_termination === true };
    if (one.source_type === "volume" && id) existing.push({ id, ...how });
    if (one.source_type === "blank" && one.destination_type === "volume") {
      fresh.push({ ...how, sizeGiB: Number(one.volume_size), type: textOf(one.volume_type) });
    }
  }
  return { existing, fresh };
}

/** A volume that Nova has made on the way: without a name. */
function addVolume(site: Site, server: SiteServer, sizeGiB: number, type: string | undefined, how: Device): void {
  const { id } = site.volumes.create({ name: "", projectId: server.projectId, sizeGiB, type });
  site.ground.time.after(10, () => {
    if (site.servers.byId(server.id))
      site.volumes.attach(id, server.id, how.device ?? "/dev/vdb", how.isDeletedOnTermination);
  });
}
