import type { ConditionState } from "../../model/resource.ts";
import type { Look } from "./conditions.ts";
import { lookAround, serversNamed } from "./look.ts";
import { shortName } from "./names.ts";
import { readServers, type Server, type ServerLook } from "./servers.ts";
import { readVolume, readVolumes, type Volume, volumeText } from "./volumes.ts";

/** What can be asked of volumes. */
export const volumeConditions: Readonly<Record<string, Look>> = {
  /** `{host}`: always yes; which volumes are attached and what becomes of them. Value: the ids of those that stay behind. */
  "volumes-listed": async (parameters, look) => listedState(parameters.text("host"), look),
  /** `{ids}`: none of them exists. */
  "volumes-gone": async (parameters, look) => goneState(parameters.texts("ids"), look),
  /** `{host}`: neither a server nor a volume bears its name. */
  "nothing-left": async (parameters, look) => leftState(parameters.text("host"), look),
};

async function listedState(host: string, look: ServerLook): Promise<ConditionState> {
  const { servers, volumes } = await lookAround(look);
  const attached = serversNamed(host, servers).flatMap((server) => server.volumes);
  const lines = attached.map(({ id, isDeletedWithServer }) => {
    const volume = volumes.find((each) => each.id === id);
    const fate = isDeletedWithServer ? "goes with the server" : "stays when the server goes";
    return `${volume ? volumeText(volume) : id}: ${fate}`;
  });
  const value = attached.filter((each) => !each.isDeletedWithServer).map(({ id }) => id);
  return { holds: "yes", detail: lines.join("\n") || "no volume is attached", value };
}

async function goneState(ids: readonly string[], { cloud }: ServerLook): Promise<ConditionState> {
  const left = (await Promise.all(ids.map((id) => readVolume(cloud, id)))).filter((each) => each !== undefined);
  const progress = { done: ids.length - left.length, total: ids.length };
  if (left.length === 0) return { holds: "yes", detail: goneText(ids.length), progress };
  const detail = left.map((volume) => `${volumeText(volume)} is ${volume.status}`).join("; ");
  const next = `openstack volume delete ${left.map(({ id }) => id).join(" ")}, once they are available`;
  return { holds: "no", detail, progress, next };
}

function goneText(count: number): string {
  if (count === 0) return "there was no volume";
  return count === 1 ? "the volume is gone" : `${count} volumes, none is left`;
}

async function leftState(host: string, look: ServerLook): Promise<ConditionState> {
  const [servers, all] = await Promise.all([readServers(look), readVolumes(look.cloud)]);
  const volumes = all.filter(({ name }) => isOf(host, name));
  const found = [...serversNamed(host, servers).map(serverText), ...volumes.map(leftText)];
  if (found.length === 0) return { holds: "yes", detail: `no server and no volume is called after ${shortName(host)}` };
  const free = volumes.filter(({ attachments }) => attachments.length === 0).map(({ id }) => id);
  const next = free.length > 0 ? `openstack volume delete ${free.join(" ")}` : "look again in a while";
  return { holds: "no", detail: found.join("; "), next };
}

/** `alibuild07.cern.ch_vol_001` is of alibuild07; `alibuild070-vol` is not. */
function isOf(host: string, name: string): boolean {
  const [lower, own] = [name.toLowerCase(), shortName(host)];
  return lower === own || (lower.startsWith(own) && /^[^a-z0-9]/.test(lower.slice(own.length)));
}

function serverText({ name, id, status }: Server): string {
  return `server ${name} (${id}) is ${status}`;
}

function leftText(volume: Volume): string {
  return `volume ${volumeText(volume)} is ${volume.status}`;
}
