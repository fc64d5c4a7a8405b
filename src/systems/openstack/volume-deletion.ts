import { OpsError } from "../../model/error.ts";
import type { Effects } from "../../model/system.ts";
import type { Cloud } from "./cloud.ts";
import { readVolume, type Volume } from "./volumes.ts";

const freeWithinSeconds = 15 * 60;
const goneWithinSeconds = 15 * 60;

/** In these a volume can be deleted (sheet, section 5, Cinder). */
const deletable = ["available", "error", "error_restoring", "error_extending", "error_managing"];

/** Deletes a volume once it is free; one that is gone is done. It takes a while until a deleted server lets go of it. */
export async function deleteVolume(
  { id, name }: { readonly id: string; readonly name: string },
  cloud: Cloud,
  effects: Effects,
): Promise<void> {
  const what = `volume ${name} is free`;
  const seen = await effects.wait(what, freeWithinSeconds, () => freeOrGone(id, cloud));
  if (seen === "gone") return effects.log(`volume ${name} is gone already`);
  await effects.perform({
    name: `delete-volume-${id.slice(0, 8)}`,
    repeat: "once",
    async send(permit) {
      const path = `/volumes/${encodeURIComponent(id)}`;
      const { status } = await cloud.send("volume", { method: "DELETE", path, accepts: [404] }, permit);
      return status === 404 ? `${name} was gone` : `${name} is being deleted`;
    },
    async probe() {
      const volume = await readVolume(cloud, id);
      if (!volume) return { happened: "yes", value: `${name} is gone`, evidence: `404 for volume ${id}` };
      const evidence = `volume ${id} is ${volume.status}`;
      if (volume.status.endsWith("deleting")) return { happened: "yes", value: `${name} is being deleted`, evidence };
      return { happened: "no", evidence };
    },
  });
  await effects.wait(`volume ${name} is gone`, goneWithinSeconds, () => goneOrFailed(id, cloud));
}

/** Cinder takes the order and may fail at it: then the volume is there again, or in error. */
async function goneOrFailed(id: string, cloud: Cloud): Promise<true | undefined> {
  const volume = await readVolume(cloud, id);
  if (!volume) return true;
  if (volume.status === "deleting") return undefined;
  throw stays(volume, "Cinder took the order, and ");
}

async function freeOrGone(id: string, cloud: Cloud): Promise<"free" | "gone" | undefined> {
  const volume = await readVolume(cloud, id);
  if (!volume || volume.status === "deleting") return "gone";
  if (deletable.includes(volume.status) && volume.attachments.length === 0) return "free";
  if (isStuck(volume)) throw stays(volume, "");
  return undefined;
}

/** What failed in Cinder is not deleted again before an administrator has reset it. */
function stays({ id, name, status }: Volume, before: string): OpsError {
  return new OpsError({
    code: "volume-stays",
    reason: "system",
    what: `volume ${name} (${id}) was not deleted`,
    why: `${before}it is ${status}`,
    next: `an administrator resets it (openstack volume set --state available ${id}), then try again`,
  });
}

function isStuck({ status }: Volume): boolean {
  return status.startsWith("error_");
}
