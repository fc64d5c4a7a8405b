import type { Context } from "hono";
import type { SiteServer } from "../../site/server.ts";
import { originOf } from "../endpoints.ts";
import { fault } from "../errors.ts";
import { fieldsOf, listOf, textOf } from "../fields.ts";
import { type App, type Cloud, empty, type Frame, type Seek } from "../frame.ts";
import { taking } from "./check.ts";

/** Tags that were put or taken away are answered so. */
const page = "text/html; charset=UTF-8";

/** `/servers/{id}/tags`: a lock does not stop changes; a server that is being built or in ERROR takes none. */
export function tagRoutes(app: App, { site }: Cloud, seek: Seek): void {
  const changeable = (context: Context<Frame>, action: string) => taking(seek(context), action);
  const path = "/v2.1/servers/:id/tags";
  const missing = (server: SiteServer, tag: string) => fault(404, `Server ${server.id} has no tag '${tag}'`);
  app.get(path, (context) => context.json({ tags: [...seek(context).tags].sort() }));
  app.put(path, (context) => {
    const { tags } = changeable(context, "update tags");
    const wanted = listOf(fieldsOf(context.get("body")).tags).flatMap((tag) => textOf(tag) ?? []);
    for (const tag of wanted) checkTag(tag);
    tags.clear();
    for (const tag of wanted) tags.add(tag);
    return context.json({ tags: [...tags].sort() });
  });
  app.delete(path, (context) => {
    changeable(context, "delete tags").tags.clear();
    return empty(204);
  });
  app.get(`${path}/:tag`, (context) => {
    const server = seek(context);
    if (!server.tags.has(context.req.param("tag"))) throw missing(server, context.req.param("tag"));
    return empty(204);
  });
  app.put(`${path}/:tag`, (context) => {
    const { id, tags } = changeable(context, "update tag");
    const tag = context.req.param("tag");
    checkTag(tag);
    if (tags.has(tag)) return empty(204, page);
    tags.add(tag);
    context.header("Location", `${originOf(site, "nova")}/v2.1/servers/${id}/tags/${tag}`);
    return empty(201, page);
  });
  app.delete(`${path}/:tag`, (context) => {
    const server = changeable(context, "delete tag");
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
