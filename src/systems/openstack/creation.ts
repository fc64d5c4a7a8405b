import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { ServerSpec } from "../../model/provisioner.ts";
import type { Effects, Permit, Settlement } from "../../model/system.ts";
import { clearCertificate } from "./certificate.ts";
import { beforeSending, type Cloud } from "./cloud.ts";
import { cloudError } from "./error.ts";
import { flavorNamed, newestImage } from "./images.ts";
import { serversNamed } from "./look.ts";
import { readAll } from "./pages.ts";
import { serverFrom } from "./servers.ts";
import { readVolume, readVolumes } from "./volumes.ts";

/** Metadata of what a run made: by it a console that was started anew finds it. */
const tokenKey = "mesos-console-token";
const volumeWithinSeconds = 10 * 60;

interface Making {
  readonly environment: OpenStackEnvironment;
  readonly cloud: Cloud;
  /** For the certificate of an earlier host of that name. */
  readonly ssh: HostCommands | undefined;
  readonly effects: Effects;
}

/** A volume, then a server with it: the order of `ai-bs` (sheet, section 2, points 3 to 5). */
export async function createServer(spec: ServerSpec, making: Making): Promise<void> {
  const volume = await createVolume(spec, making);
  await making.effects.wait(`volume of ${spec.name} available`, volumeWithinSeconds, () => available(volume, making));
  await clearCertificate(spec, { ...making, before: () => mustBeFree(spec, making.cloud) });
  const id = await makeServer(spec, volume, making);
  making.effects.log(`server ${spec.name} is ${id}, its volume ${volume}`);
}

async function createVolume(spec: ServerSpec, { cloud, effects }: Making): Promise<string> {
  const { sizeGB, type } = spec.volume;
  return await effects.perform({
    name: "create-volume",
    repeat: "once",
    async send(permit) {
      const metadata = { [tokenKey]: permit.token };
      const name = `${spec.fullName}_vol_001`;
      const volume = { name, size: sizeGB, metadata, ...(type && { volume_type: type }) };
      const { body } = await cloud.send("volume", { method: "POST", path: "/volumes", body: { volume } }, permit);
      return idIn(body, "volume");
    },
    async probe({ token }) {
      const made = (await readVolumes(cloud)).find(({ metadata }) => metadata[tokenKey] === token);
      return foundOr(made?.id, `volume with the run's token ${token}`);
    },
  });
}

/** What was made and does not tell its id is looked for. */
function idIn(body: Json, kind: "server" | "volume"): string {
  const id = textAt(body, kind, "id");
  if (id) return id;
  throw cloudError("cloud-answer", `the new ${kind} has no id`, "the answer names none");
}

function foundOr(id: string | undefined, what: string): Settlement<string> {
  if (id === undefined) return { happened: "no", evidence: `there is no ${what}` };
  return { happened: "yes", value: id, evidence: `${id} is the ${what}` };
}

async function available(id: string, { cloud }: Making): Promise<true | undefined> {
  const volume = await readVolume(cloud, id);
  if (!volume) throw cloudError("cloud-not-found", `volume ${id} is gone`, "it was made a moment ago");
  if (volume.status.startsWith("error")) throw cloudError("cloud-answer", `volume ${id} fails`, volume.status);
  return volume.status === "available" || volume.status === "in-use" ? true : undefined;
}

async function makeServer(spec: ServerSpec, volume: string, making: Making): Promise<string> {
  const { cloud, effects } = making;
  return await effects.perform({
    name: "create-server",
    repeat: "once",
    async send(permit) {
      const server = await beforeSending(() => bodyOf(spec, volume, permit, making));
      const { body } = await cloud.send("compute", { method: "POST", path: "/servers", body: { server } }, permit);
      return idIn(body, "server");
    },
    async probe({ token }) {
      const made = (await servers(cloud)).find(({ metadata }) => metadata[tokenKey] === token);
      return foundOr(made?.id, `server with the run's token ${token}`);
    },
  });
}

async function servers(cloud: Cloud) {
  return (await readAll(cloud, "compute", "/servers/detail", "servers")).map(serverFrom);
}

/** Names are not unique in Nova: that nobody has this one is looked at right before. */
async function mustBeFree({ name }: ServerSpec, cloud: Cloud): Promise<void> {
  const [taken] = serversNamed(name, await servers(cloud));
  if (taken) throw cloudError("cloud-answer", `there is a server ${name}`, `${taken.id}, ${taken.status}`);
}

async function bodyOf(
  spec: ServerSpec,
  volume: string,
  { token }: Permit,
  { environment, cloud }: Making,
): Promise<Json> {
  await mustBeFree(spec, cloud);
  const [image, flavor] = await Promise.all([
    newestImage(spec.imageProperties, cloud),
    flavorNamed(spec.flavor, cloud),
  ]);
  return {
    name: spec.name,
    imageRef: image.id,
    flavorRef: flavor,
    key_name: spec.keypair,
    networks: "auto",
    ...(spec.zone && { availability_zone: spec.zone }),
    metadata: { ...metadataOf(spec, environment), [tokenKey]: token },
    block_device_mapping_v2: [rootOf(image.id), dataOf(volume, spec)],
  };
}

function metadataOf(spec: ServerSpec, { openstack }: OpenStackEnvironment): Readonly<Record<string, string>> {
  return {
    "landb-mainuser": spec.landbMainUser,
    "landb-responsible": spec.landbResponsible,
    "tenant-name": openstack.project.name,
    "tenant-id": openstack.project.id,
  };
}

/** With further volumes the image has to be named among them. */
function rootOf(image: string): Json {
  const root = { source_type: "image", destination_type: "local", uuid: image };
  return { ...root, boot_index: 0, delete_on_termination: true };
}

function dataOf(volume: string, spec: ServerSpec): Json {
  const data = { source_type: "volume", destination_type: "volume", uuid: volume };
  return { ...data, boot_index: -1, device_name: `/dev/${spec.volume.device}`, delete_on_termination: false };
}
