import type { Fields } from "../../../model/json.ts";
import type { SiteVolume } from "../../site/volumes.ts";
import { fault } from "../errors.ts";
import { fieldsOf, textOf } from "../fields.ts";
import { type App, type Cloud, empty, type Seek } from "../frame.ts";
import { invalid } from "./check.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `/servers/{id}/os-volume_attachments` */
export function attachmentRoutes(app: App, { site }: Cloud, seek: Seek): void {
  const path = "/v2.1/servers/:id/os-volume_attachments";
  app.get(path, (context) => {
    const minor = context.get("minor");
    const volumes = site.volumes.of(seek(context).id);
    return context.json({ volumeAttachments: volumes.map((volume) => attachmentJson(volume, minor)) });
  });
  app.get(`${path}/:volume`, (context) => {
    const { id } = seek(context);
    const volume = site.volumes.of(id).find((each) => each.id === context.req.param("volume"));
    const not = `Instance ${id} is not attached to volume ${context.req.param("volume")}`;
    if (!volume) throw fault(404, not);
    return context.json({ volumeAttachment: attachmentJson(volume, context.get("minor")) });
  });
  app.post(path, (context) => {
    const { id } = seek(context);
    const wanted = fieldsOf(fieldsOf(context.get("body")).volumeAttachment);
    const volumeId = textOf(wanted.volumeId) ?? "";
    if (!uuid.test(volumeId)) throw invalid("volumeId", volumeId, `'${volumeId}' is not a 'uuid'`);
    const goes = context.get("minor") >= 79 && wanted.delete_on_termination === true;
    const volume = site.servers.attach(id, volumeId, textOf(wanted.device), goes);
    return context.json({ volumeAttachment: attachmentJson(volume, context.get("minor")) });
  });
  app.delete(`${path}/:volume`, (context) => {
    site.servers.detach(seek(context).id, context.req.param("volume"));
    return empty(202);
  });
}

function attachmentJson({ id, attachment }: SiteVolume, minor: number): Fields {
  const { serverId = "", device = "", isDeletedOnTermination = false } = attachment ?? {};
  return {
    ...(minor >= 89 ? { attachment_id: attachment?.id ?? "", bdm_uuid: attachment?.id ?? "" } : { id }),
    volumeId: id,
    serverId,
    device,
    ...(minor >= 70 ? { tag: null } : {}),
    ...(minor >= 79 ? { delete_on_termination: isDeletedOnTermination } : {}),
  };
}
