import { Hono } from "hono";
import { type Fields, type Json, parsedJson } from "../../model/json.ts";
import { fieldsOf, textOf } from "../openstack/fields.ts";
import type { ForemanRecord } from "../site/foreman.ts";
import type { Site } from "../site/index.ts";
import { hostJson, reportJson } from "./json.ts";
import { searched } from "./search.ts";

/** With which a person is known to Foreman in a rehearsal; the gateway's ticket is as good. */
export const foremanUser = { user: "operator", password: "operator-rehearsal" };

const defaultPage = 20;

/** Foreman's API v2. Source: the sheet, section 6. */
export function foreman(site: Site): Hono {
  const app = new Hono();
  app.notFound((context) => context.json({ error: { message: "Not Found" } }, 404));
  app.use("/api/*", async (context, next) => {
    if (isKnown(context.req.header("authorization"))) return await next();
    const message = "Unable to authenticate user";
    context.header("WWW-Authenticate", 'Basic realm="Foreman"');
    return context.json({ error: { message } }, 401);
  });
  app.use("/api/*", async (context, next) => {
    const isWriting = ["POST", "PUT"].includes(context.req.method);
    const isJson = context.req.header("content-type")?.startsWith("application/json");
    if (!isWriting || isJson) return await next();
    return context.json({ error: { message: "Content-Type must be application/json" } }, 415);
  });
  hostRoutes(app, site);
  choiceRoutes(app, site);
  return app;
}

/** Basic with the password, or the gateway's Negotiate. */
function isKnown(authorization: string | undefined): boolean {
  const [scheme, given = ""] = (authorization ?? "").split(" ");
  if (scheme === "Negotiate") return given !== "";
  const { user, password } = foremanUser;
  return scheme === "Basic" && Buffer.from(given, "base64").toString() === `${user}:${password}`;
}

function missing(id: string): Response {
  return Response.json({ error: { message: `Resource host not found by id '${id}'` } }, { status: 404 });
}

function find(site: Site, id: string): ForemanRecord | undefined {
  return site.foreman.get(id) ?? site.foreman.all().find((record) => String(record.id) === id);
}

function hostRoutes(app: Hono, site: Site): void {
  app.get("/api/hosts", (context) => {
    const rows = site.foreman.all().map((record) => hostJson(site, record));
    return listed(rows, new URL(context.req.url).searchParams);
  });
  app.get("/api/hosts/:id", (context) => {
    const record = find(site, context.req.param("id"));
    return record ? context.json(hostJson(site, record)) : missing(context.req.param("id"));
  });
  app.get("/api/hosts/:id/config_reports/last", (context) => {
    const id = context.req.param("id");
    const record = find(site, id);
    if (!record) return missing(id);
    if (record.lastReport) return context.json(reportJson(record, record.lastReport));
    const message = "Resource config_report not found by id 'last'";
    return context.json({ error: { message } }, 404);
  });
  app.post("/api/hosts", async (context) => create(site, parsedJson(await context.req.text())));
  app.post("/api/hosts/:id/parameters", async (context) => {
    const record = find(site, context.req.param("id"));
    if (!record) return missing(context.req.param("id"));
    const { name, value } = fieldsOf(fieldsOf(parsedJson(await context.req.text())).parameter);
    record.parameters.set(textOf(name) ?? "", String(value));
    return context.json({ id: record.parameters.size, name: name ?? "", value: value ?? "" }, 201);
  });
  app.delete("/api/hosts/:id", (context) => {
    const record = find(site, context.req.param("id"));
    if (!record) return missing(context.req.param("id"));
    site.foreman.remove(record.name);
    return context.json(hostJson(site, record));
  });
}

/** `POST /hosts`: 201, or 422 with what is wrong. */
function create(site: Site, body: Json | undefined): Response {
  const { name, hostgroup_id, environment_id } = fieldsOf(fieldsOf(body).host);
  if (textOf(name) === undefined) return unprocessable({ name: ["can't be blank"] }, "Name can't be blank");
  const fqdn = String(name);
  if (site.foreman.get(fqdn)) return unprocessable({ name: ["has already been taken"] }, "Name has already been taken");
  const { hostgroups, environments } = choices(site);
  const hostgroup = hostgroups[Number(hostgroup_id) - 1] ?? "";
  const environment = environments[Number(environment_id) - 1] ?? "production";
  return Response.json(hostJson(site, site.foreman.create({ name: fqdn, hostgroup, environment })), { status: 201 });
}

function unprocessable(errors: Fields, message: string): Response {
  return Response.json({ error: { id: null, errors, full_messages: [message] } }, { status: 422 });
}

/** What there is to choose from; an id is the place in the list, from 1. */
export function choices({ ground }: Pick<Site, "ground">) {
  const { masters, agents } = ground.environment;
  return {
    hostgroups: [...new Set([masters.hostgroup, agents.hostgroup])],
    environments: [...new Set(["production", masters.foremanEnvironment, agents.foremanEnvironment])],
    users: [foremanUser.user],
  };
}

function choiceRoutes(app: Hono, site: Site): void {
  const { hostgroups, environments, users } = choices(site);
  const list = (path: string, rows: readonly Fields[]) =>
    app.get(`/api/${path}`, (context) => listed(rows, new URL(context.req.url).searchParams));
  const named = (names: readonly string[]) => names.map((name, index) => ({ id: index + 1, name }));
  list(
    "hostgroups",
    hostgroups.map((title, index) => ({ id: index + 1, name: title.split("/").at(-1) ?? title, title })),
  );
  list("environments", named(environments));
  list(
    "users",
    users.map((login, index) => ({ id: index + 1, login, name: login })),
  );
}

/** A page: 20 rows unless asked otherwise. */
function listed(rows: readonly Fields[], query: URLSearchParams): Response {
  const search = query.get("search");
  const found = search === null ? rows : searched(rows, search);
  if (!found) {
    const message = `Search query '${search}' is not understood here`;
    return Response.json({ error: { message } }, { status: 400 });
  }
  const wanted = query.get("per_page") ?? String(defaultPage);
  const perPage = wanted === "all" ? Math.max(found.length, 1) : Math.max(Number(wanted) || defaultPage, 1);
  const page = Math.max(Number(query.get("page")) || 1, 1);
  return Response.json({
    total: rows.length,
    subtotal: found.length,
    page,
    per_page: perPage,
    search,
    sort: { by: null, order: null },
    results: found.slice((page - 1) * perPage, page * perPage),
  });
}
