import { isSystemError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import { at, listAt, numberAt, textAt, textsAt } from "../../model/json-at.ts";
import type { Cloud } from "./cloud.ts";
import { cloudError, quoted } from "./error.ts";
import { readAll } from "./pages.ts";

/** A volume as Cinder shows it. Texts are printable. */
export interface Volume {
  /** UUID */
  readonly id: string;
  /** May be empty. */
  readonly name: string;
  readonly status: string;
  readonly sizeGiB: number;
  readonly type: string;
  readonly zone: string;
  /** Id of the project that it is of, as Cinder tells it. */
  readonly project: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly attachments: readonly { readonly serverId: string; readonly device: string }[];
}

/** All volumes of the project. */
export async function readVolumes(cloud: Cloud): Promise<readonly Volume[]> {
  return (await readAll(cloud, "volume", "/volumes/detail", "volumes")).map(volumeFrom);
}

/** `undefined`: there is none of that id. */
export async function readVolume(cloud: Cloud, id: string): Promise<Volume | undefined> {
  try {
    return volumeFrom(at(await cloud.get("volume", `/volumes/${encodeURIComponent(id)}`), "volume") ?? null);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

export function isNotFound(error: unknown): boolean {
  return isSystemError(error) && error.code === "cloud-not-found";
}

function volumeFrom(json: Json): Volume {
  const id = textAt(json, "id");
  if (!id) throw cloudError("cloud-answer", "Cinder shows a volume without an id", quoted(JSON.stringify(json)));
  return {
    id,
    name: quoted(textAt(json, "name") ?? ""),
    status: quoted(textAt(json, "status") ?? "unknown"),
    sizeGiB: numberAt(json, "size") ?? 0,
    type: quoted(textAt(json, "volume_type") ?? ""),
    zone: quoted(textAt(json, "availability_zone") ?? ""),
    project: textAt(json, "os-vol-tenant-attr:tenant_id") ?? "",
    metadata: textsAt(json, "metadata"),
    attachments: listAt(json, "attachments").map((each) => ({
      serverId: textAt(each, "server_id") ?? "",
      device: quoted(textAt(each, "device") ?? ""),
    })),
  };
}

/** `alibuild07.cern.ch_vol_001, 500 GiB, /dev/vdb` */
export function volumeText({ id, name, sizeGiB, attachments }: Volume): string {
  const device = attachments.map((each) => each.device).filter((each) => each !== "");
  return [name === "" ? id : `${name} (${id})`, `${sizeGiB} GiB`, ...device].join(", ");
}
