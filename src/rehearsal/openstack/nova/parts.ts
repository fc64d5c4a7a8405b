import type { Context } from "hono";
import type { Fields } from "../../../model/json.ts";
import { Refused } from "../../site/refusal.ts";
import type { InstanceAction, SiteServer } from "../../site/server.ts";
import type { SiteVolume } from "../../site/volumes.ts";
import { originOf } from "../endpoints.ts";
import { fault } from "../errors.ts";
import { fieldsOf, listOf, textOf } from "../fields.ts";
import { type App, type Cloud, empty, type Frame, microseconds } from "../frame.ts";
import { invalid, metadataIn } from "./check.ts";

type Seek = (context: Context<Frame>) => SiteServer;

/** Tags that were put or taken away are answered so. */
const page = "text/html; charset=UTF-8";
const mostMetadata = 128;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function unlocked(server: SiteServer): SiteServer {
  if (server.lock) throw new Refused(409, `Instance ${server.id} is locked`);
  return server;
}

/** `/servers/{id}/metadata`: a lock stops changes. */
export function metadataRoutes(app: App, seek: Seek): void {
  const path = "/v2.1/servers/:id/metadata";
  const shown = ({ metadata }: SiteServer) => ({ metadata: Object.fromEntries(metadata) });
  const put = (server: SiteServer, more: Readonly<Record<string, string>>) => {
    if (new Set([...server.metadata.keys(), ...Object.keys(more)]).size > mostMetadata) {
      throw fault(403, `Maximum number of metadata items exceeds ${mostMetadata}`);
    }
    for (const [name, value] of Object.entries(more)) server.metadata.set(name, value);
  };
  const given = (context: Context<Frame>) => metadataIn(fieldsOf(fieldsOf(context.get("body")).metadata));
  app.get(path, (context) => context.json(shown(seek(context))));
  app.post(path, (context) => {
    const server = unlocked(seek(context));
    put(server, given(context));
    return context.json(shown(server));
  });
  app.put(path, (context) => {
    const server = unlocked(seek(context));
    const metadata = given(context);
    server.metadata.clear();
    put(server, metadata);
    return context.json(shown(server));
  });
  app.get(`${path}/:key`, (context) => {
    const [key, value] = [context.req.param("key"), seek(context).metadata.get(context.req.param("key"))];
    if (value === undefined) throw fault(404, "Metadata item was not found");
    return context.json({ meta: { [key]: value } });
  });
  app.put(`${path}/:key`, (context) => {
    const server = unlocked(seek(context));
    const meta = metadataIn(fieldsOf(fieldsOf(context.get("body")).meta));
    if (!Object.hasOwn(meta, context.req.param("key"))) throw fault(400, "Request body and URI mismatch");
    put(server, meta);
    return context.json({ meta });
  });
  app.delete(`${path}/:key`, (context) => {
    const isThere = unlocked(seek(context)).metadata.delete(context.req.param("key"));
    if (!isThere) throw fault(404, "Metadata item was not found");
    return empty(204);
  });
}

/** `/servers/{id}/tags`: a lock does not stop them. */
export function tagRoutes(app: App, { site }: Cloud, seek: Seek): void {
  const path = "/v2.1/servers/:id/tags";
  const missing = (server: SiteServer, tag: string) => fault(404, `Server ${server.id} has no tag '${tag}'`);
  app.get(path, (context) => context.json({ tags: [...seek(context).tags].sort() }));
  app.put(path, (context) => {
    const { tags } = seek(context);
    const wanted = listOf(fieldsOf(context.get("body")).tags).flatMap((tag) => textOf(tag) ?? []);
    for (const tag of wanted) checkTag(tag);
    tags.clear();
    for (const tag of wanted) tags.add(tag);
    return context.json({ tags: [...tags].sort() });
  });
  app.delete(path, (context) => {
    seek(context).tags.clear();
    return empty(204);
  });
  app.get(`${path}/:tag`, (context) => {
    const server = seek(context);
    if (!server.tags.has(context.req.param("tag"))) throw missing(server, context.req.param("tag"));
    return empty(204);
  });
  app.put(`${path}/:tag`, (context) => {
    const { id, tags } = seek(context);
    const tag = context.req.param("tag");
    checkTag(tag);
    if (tags.has(tag)) return empty(204, page);
    tags.add(tag);
    context.header("Location", `${originOf(site, "nova")}/v2.1/servers/${id}/tags/${tag}`);
    return empty(201, page);
  });
  app.delete(`${path}/:tag`, (context) => {
    const server = seek(context);
    if (!server.tags.delete(context.req.param("tag"))) throw missing(server, context.req.param("tag"));
    return empty(204);
  });
}

/** At most 60 characters, no comma, no slash. */
function checkTag(tag: string): void {
  const reason = tag.length > 60 ? "is too long" : /[,/]/.test(tag) ? "does not match '^[^,/]*$'" : undefined;
  if (reason === undefined) return;
  const rule = "It must be a non empty string without characters '/' and ','.";
  throw fault(400, `Tag '${tag}' is invalid. ${rule} Validation error message: '${tag}' ${reason}`);
}

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

/** `/servers/{id}/os-instance-actions`: who did what, newest first. */
export function historyRoutes(app: App, seek: Seek): void {
  const path = "/v2.1/servers/:id/os-instance-actions";
  app.get(path, (context) => {
    const { id, actions } = seek(context);
    return context.json({ instanceActions: actions.map((action) => actionJson(context, id, action)) });
  });
  app.get(`${path}/:request`, (context) => {
    const { id, actions } = seek(context);
    const requestId = context.req.param("request");
    const action = actions.find((each) => each.requestId === requestId);
    if (!action) throw fault(404, `Action ${requestId} not found`);
    return context.json({ instanceAction: { ...actionJson(context, id, action), events: [eventJson(action)] } });
  });
}

function actionJson(context: Context<Frame>, id: string, action: InstanceAction): Fields {
  return {
    action: action.action,
    instance_uuid: id,
    request_id: action.requestId,
    user_id: context.get("token").user.id,
    project_id: context.get("project").id,
    start_time: microseconds(action.startedAt),
    message: action.hasFailed ? "Error" : null,
    updated_at: microseconds(action.updatedAt),
  };
}

function eventJson({ action, startedAt, updatedAt, hasFailed }: InstanceAction): Fields {
  return {
    event: `compute_${action}_instance`,
    start_time: microseconds(startedAt),
    finish_time: microseconds(updatedAt),
    result: hasFailed ? "Error" : "Success",
    hostId: "",
  };
}
