import type { Context } from "hono";
import type { Fields } from "../../model/json.ts";
import type { Site } from "../site/index.ts";
import type { SiteVolume } from "../site/volumes.ts";
import { originOf } from "./endpoints.ts";
import { type Frame, microseconds } from "./frame.ts";
import { stableId } from "./identity.ts";

/** The links that a volume has. */
export function linksTo(site: Site, context: Context<Frame>, id: string): readonly Fields[] {
  const origin = originOf(site, "cinder");
  const path = `${context.get("project").id}/volumes/${id}`;
  return [
    { rel: "self", href: `${origin}/v3/${path}` },
    { rel: "bookmark", href: `${origin}/${path}` },
  ];
}

/** A volume as it is told to whom it was made or changed. Source: recorded from a real Cinder. */
export function volumeJson(site: Site, context: Context<Frame>, volume: SiteVolume): Fields {
  const minor = context.get("minor");
  return {
    id: volume.id,
    status: volume.status,
    size: volume.sizeGiB,
    availability_zone: "nova",
    created_at: microseconds(volume.createdAt),
    updated_at: microseconds(volume.updatedAt),
    name: volume.name,
    description: null,
    volume_type: volume.type,
    snapshot_id: null,
    source_volid: null,
    metadata: Object.fromEntries(volume.metadata),
    links: linksTo(site, context, volume.id),
    user_id: context.get("token").user.id,
    bootable: "false",
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: false,
    attachments: attachmentsOf(volume),
    ...(minor >= 13 ? { group_id: null } : {}),
    ...(minor >= 48 ? { shared_targets: false, service_uuid: stableId("cinder-volume") } : {}),
  };
}

/** Only once it is in use. */
function attachmentsOf({ id, status, attachment }: SiteVolume): readonly Fields[] {
  if (!attachment || (status !== "in-use" && status !== "detaching")) return [];
  const where = { server_id: attachment.serverId, host_name: null, device: attachment.device };
  const attached_at = microseconds(attachment.attachedAt);
  return [{ id, attachment_id: attachment.id, volume_id: id, ...where, attached_at }];
}

/** A volume as it is shown: with its project. */
export function volumeDetail(site: Site, context: Context<Frame>, volume: SiteVolume): Fields {
  return { ...volumeJson(site, context, volume), "os-vol-tenant-attr:tenant_id": context.get("project").id };
}
