import type { Context } from "hono";
import { type Fields, parsedJson } from "../../../model/json.ts";
import { Refused } from "../../site/refusal.ts";
import type { SiteServer } from "../../site/server.ts";
import { type Described, described } from "../door.ts";
import { originOf } from "../endpoints.ts";
import { fieldsOf, listOf, textOf } from "../fields.ts";
import { type App, type Cloud, empty, type Frame, newApp, readBody, requireToken, type Seek } from "../frame.ts";
import { readMicroversion, type Versioned } from "../microversion.ts";
import { act, isReading } from "./actions.ts";
import { attachmentRoutes } from "./attachments.ts";
import { catalogueRoutes } from "./catalogue.ts";
import { createServer } from "./create.ts";
import { historyRoutes } from "./history.ts";
import { listServers } from "./list.ts";
import { metadataRoutes } from "./metadata.ts";
import { type Asked, linksTo, serverDetail, serverJson, serverSummary } from "./server-json.ts";
import { tagRoutes } from "./tags.ts";

const versioned: Versioned = {
  name: "compute",
  major: 2,
  least: 1,
  most: 93,
  oldHeader: "X-OpenStack-Nova-API-Version",
};

/** Nova, as a member of the project meets it. Source: the sheet, sections 5 and 9; recorded from Nova 26. */
export function nova(cloud: Cloud): App {
  const app = newApp(cloud, { errorType: "application/json; charset=UTF-8" });
  app.get("/", (context) => context.json({ versions: [oldVersion(cloud), versionOf(cloud)] }, 200));
  readBody(app);
  requireToken(app, cloud);
  readMicroversion(app, versioned);
  app.get("/v2.1", (context) => context.json({ version: versionDetail(cloud) }));
  const seek: Seek = (context) => {
    const id = context.req.param("id") ?? "";
    const server = cloud.site.servers.seek(id);
    if (server.projectId === context.get("project").id) return server;
    throw new Refused(404, `Instance ${id} could not be found.`);
  };
  listRoutes(app, cloud);
  serverRoutes(app, cloud, seek);
  metadataRoutes(app, seek);
  tagRoutes(app, cloud, seek);
  attachmentRoutes(app, cloud, seek);
  historyRoutes(app, seek);
  catalogueRoutes(app, cloud);
  return app;
}

/** A request of the log: an action by its name. */
export function describeNova(request: Request, body: string): Described {
  const { action, isMutating } = described(request);
  if (!action.startsWith("POST ") || !action.endsWith("/action")) return { action, isMutating };
  const [name = ""] = Object.keys(fieldsOf(parsedJson(body)));
  return { action: `${action} ${name}`.trimEnd(), isMutating: !isReading(name) };
}

function askedBy({ site }: Cloud, context: Context<Frame>): Asked {
  return { site, project: context.get("project"), userId: context.get("token").user.id, minor: context.get("minor") };
}

function listRoutes(app: App, cloud: Cloud): void {
  const { site } = cloud;
  const list = (path: string, show: (asked: Asked, server: SiteServer) => Fields) => {
    app.get(`/v2.1/${path}`, (context) => {
      const query = new URL(context.req.url).searchParams;
      const asked = askedBy(cloud, context);
      const { servers, next } = listServers(asked, query);
      const shown = { servers: servers.map((server) => show(asked, server)) };
      if (next === undefined) return context.json(shown);
      query.delete("marker");
      query.append("marker", next);
      const href = `${originOf(site, "nova")}/v2.1/${path}?${query}`;
      return context.json({ ...shown, servers_links: [{ rel: "next", href }] });
    });
  };
  list("servers", (_asked, server) => serverSummary(site, server));
  list("servers/detail", serverDetail);
}

/** An order's request id is that of its entry in the server's history. */
function begun(context: Context<Frame>, { actions }: SiteServer, before: number): void {
  const newest = actions.length > before ? actions[0] : undefined;
  if (newest) context.set("requestId", newest.requestId);
}

function serverRoutes(app: App, cloud: Cloud, seek: Seek): void {
  const { site } = cloud;
  app.get("/v2.1/servers/:id", (context) =>
    context.json({ server: serverJson(askedBy(cloud, context), seek(context)) }),
  );
  app.post("/v2.1/servers", (context) => {
    const server = createServer(askedBy(cloud, context), context.get("body"));
    begun(context, server, 0);
    const links = linksTo(site, `servers/${server.id}`);
    context.header("location", String(links[0]?.href));
    const groups = { "OS-DCF:diskConfig": "MANUAL", security_groups: [{ name: "default" }] };
    return context.json({ server: { id: server.id, links, ...groups, adminPass: "rehearsal" } }, 202);
  });
  app.put("/v2.1/servers/:id", (context) => {
    const server = seek(context);
    const { name, description } = fieldsOf(fieldsOf(context.get("body")).server);
    server.name = textOf(name) ?? server.name;
    server.description = textOf(description) ?? server.description;
    return context.json({ server: serverJson(askedBy(cloud, context), server) });
  });
  app.delete("/v2.1/servers/:id", (context) => {
    const server = seek(context);
    const before = server.actions.length;
    site.servers.remove(server.id);
    begun(context, server, before);
    return empty(204);
  });
  app.post("/v2.1/servers/:id/action", (context) => {
    const server = seek(context);
    const before = server.actions.length;
    const { status, body } = act(askedBy(cloud, context), server, context.get("body"));
    begun(context, server, before);
    return body ? context.json(body, status) : empty(202);
  });
}

function oldVersion({ site }: Cloud): Fields {
  return { ...versionOf({ site }), id: "v2.0", status: "SUPPORTED", version: "", min_version: "" };
}

function versionDetail(cloud: Cloud): Fields {
  const { links, ...version } = versionOf(cloud);
  const described = { rel: "describedby", type: "text/html", href: "http://docs.openstack.org/" };
  const type = "application/vnd.openstack.compute+json;version=2.1";
  const media = [{ base: "application/json", type }];
  return { ...version, links: [...listOf(links), described], "media-types": media };
}

function versionOf({ site }: Pick<Cloud, "site">): Fields {
  return {
    id: "v2.1",
    status: "CURRENT",
    version: "2.93",
    min_version: "2.1",
    updated: "2013-07-23T11:33:21Z",
    links: [{ rel: "self", href: `${originOf(site, "nova")}/v2.1/` }],
  };
}
