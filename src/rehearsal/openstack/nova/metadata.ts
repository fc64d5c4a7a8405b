import type { Context } from "hono";
import { Refused } from "../../site/refusal.ts";
import type { SiteServer } from "../../site/server.ts";
import { fault } from "../errors.ts";
import { fieldsOf } from "../fields.ts";
import { type App, empty, type Frame, type Seek } from "../frame.ts";
import { metadataIn, taking } from "./check.ts";

const mostMetadata = 128;

function unlocked(server: SiteServer): SiteServer {
  if (server.lock) throw new Refused(409, `Instance ${server.id} is locked`);
  return taking(server, "update metadata");
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
