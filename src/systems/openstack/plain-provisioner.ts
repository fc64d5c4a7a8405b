import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { Provisioner, ServerRef } from "../../model/provisioner.ts";
import type { Effects } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { begunSince, goneSince, historyBefore } from "./actions.ts";
import { clearCertificate } from "./certificate.ts";
import { beforeSending, type Cloud, openCloud } from "./cloud.ts";
import { createServer } from "./creation.ts";
import type { Settings } from "./credentials.ts";
import { newestImage } from "./images.ts";
import { act } from "./locks.ts";

export interface PlainProvisionerOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  /** For the Puppet certificate, and for a token of the gateway. */
  readonly ssh?: HostCommands | undefined;
  /** One that is shared with the system; default: one of its own. */
  readonly cloud?: Cloud;
  readonly settings?: Settings;
}

/** Servers by OpenStack's own calls: what the CERN wrappers do, where there are none (sheet, sections 2 to 4). */
export function createPlainProvisioner(options: PlainProvisionerOptions): Provisioner {
  const cloud = options.cloud ?? openCloud(options);
  const { environment, ssh } = options;
  return {
    create: (spec, effects) => createServer(spec, { environment, cloud, ssh, effects }),
    async rebuild(server, image, effects) {
      await clearCertificate(server, { environment, ssh, effects });
      await rebuild(server, image.imageProperties, cloud, effects);
    },
    remove: (server, effects) => remove(server, cloud, effects),
    reboot: (server, effects) => reboot(server, cloud, effects),
  };
}

/** Without a `metadata` object: one would become the whole metadata, and the LANDB keys be lost (sheet, section 5). */
async function rebuild(
  server: ServerRef,
  properties: Readonly<Record<string, string>>,
  cloud: Cloud,
  effects: Effects,
): Promise<void> {
  const before = await historyBefore(server, cloud, effects);
  await effects.perform({
    name: "rebuild",
    repeat: "once",
    async send(permit) {
      const image = await beforeSending(() => newestImage(properties, cloud));
      effects.log(`rebuild of ${server.name} with image ${image.name} (${image.id})`);
      return (await act(server, { rebuild: { imageRef: image.id } }, cloud, permit)).requestId;
    },
    probe: () => begunSince(server, "rebuild", before, cloud),
  });
}

async function remove(server: ServerRef, cloud: Cloud, effects: Effects): Promise<void> {
  const before = await historyBefore(server, cloud, effects);
  await effects.perform({
    name: "delete",
    repeat: "once",
    async send(permit) {
      const path = `/servers/${encodeURIComponent(server.id)}`;
      return (await cloud.send("compute", { method: "DELETE", path, accepts: [404] }, permit)).requestId;
    },
    probe: () => goneSince(server, before, cloud),
  });
}

/** From ACTIVE, ERROR, SHUTOFF and others; a server that never got a host answers 409 (sheet, section 9, point 8). */
async function reboot(server: ServerRef, cloud: Cloud, effects: Effects): Promise<void> {
  const before = await historyBefore(server, cloud, effects);
  await effects.perform({
    name: "reboot",
    repeat: "once",
    send: async (permit) => (await act(server, { reboot: { type: "HARD" } }, cloud, permit)).requestId,
    probe: () => begunSince(server, "reboot", before, cloud),
  });
}
