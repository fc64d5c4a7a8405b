import type { Context } from "hono";
import type { Fields, Json } from "../../model/json.ts";
import type { Site } from "../site/index.ts";
import { originOf } from "./endpoints.ts";
import { keystoneError, unauthenticated } from "./errors.ts";
import { fieldsOf } from "./fields.ts";
import { type App, type Cloud, type Frame, microseconds, newApp, readBody } from "./frame.ts";
import { type Project, stableId, type Token, type User } from "./identity.ts";

const notFound =
  "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n";

/** Keystone v3: tokens, what they are, and where everything is. Source: the sheet, section 5. */
export function keystone(cloud: Cloud): App {
  const app = newApp(cloud, { vary: "X-Auth-Token" });
  readBody(app);
  app.notFound(() => new Response(notFound, { status: 404, headers: { "content-type": "text/html; charset=utf-8" } }));
  const version = versionOf(cloud.site);
  app.get("/", (context) => context.json({ versions: { values: [version] } }, 300));
  app.get("/v3", (context) => context.json({ version }));
  tokenRoutes(app, cloud);
  scopeRoutes(app, cloud);
  return app;
}

function tokenRoutes(app: App, cloud: Cloud): void {
  const { site, identities } = cloud;
  const path = "/v3/auth/tokens";
  app.post(path, (context) => {
    const token = authenticate(cloud, context.get("body"));
    context.header("X-Subject-Token", token.secret);
    return context.json({ token: tokenJson(site, token) }, 201);
  });
  app.get(path, (context) => {
    const token = subject(cloud, context);
    context.header("X-Subject-Token", token.secret);
    return context.json({ token: tokenJson(site, token) });
  });
  app.delete(path, (context) => {
    identities.revoke(subject(cloud, context).secret);
    return context.body(null, 204);
  });
}

function scopeRoutes(app: App, cloud: Cloud): void {
  const { site } = cloud;
  app.get("/v3/auth/catalog", (context) => {
    const { project } = bearer(cloud, context);
    const links = { self: `${originOf(site, "keystone")}/v3/auth/catalog` };
    return context.json({ catalog: project ? catalogOf(site, project) : [], links });
  });
  app.get("/v3/auth/projects", (context) => context.json(projectsJson(cloud, bearer(cloud, context).user)));
}

/** Whose request it is. @throws ServiceError 401 */
function bearer({ identities }: Cloud, context: Context<Frame>): Token {
  const token = identities.find(context.req.header("x-auth-token"));
  if (token) return token;
  throw unauthenticated();
}

/** The token that it is about. @throws ServiceError 401, 404 */
function subject(cloud: Cloud, context: Context<Frame>): Token {
  bearer(cloud, context);
  const secret = context.req.header("x-subject-token");
  const token = cloud.identities.find(secret);
  if (token) return token;
  throw keystoneError(404, "Could not find token.");
}

/** @throws ServiceError the same 401 for whatever is wrong with them, 400 */
function authenticate({ identities }: Cloud, body: Json | undefined): Token {
  const auth = field(body, "auth");
  const identity = field(auth, "identity");
  const methods = field(identity, "methods");
  if (body === undefined) throw keystoneError(400, notJson);
  if (!Array.isArray(methods)) throw keystoneError(400, noMethods);
  if (methods.includes("application_credential")) {
    const { id, secret } = fieldsOf(field(identity, "application_credential"));
    const found = identities.applicationCredentials.find((one) => one.id === id && one.secret === secret);
    if (!found) throw unauthenticated();
    return identities.issue(found.user, found.project, ["application_credential"]);
  }
  const given = field(field(identity, "token"), "id");
  const from = methods.includes("token") ? identities.find(String(given)) : undefined;
  const user = from?.user ?? userOf(identities.users, field(field(identity, "password"), "user"));
  const project = projectOf(identities.projects, user, field(field(auth, "scope"), "project"));
  return identities.issue(user, project, from ? ["token", "password"] : ["password"], from);
}

const notJson =
  "Expecting to find valid JSON in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.";
const noMethods = "Invalid input for field 'identity': 'methods' is a required property";

function userOf(users: readonly User[], given: Json | undefined): User {
  const { id, name, password, domain } = fieldsOf(given);
  const isHere = id !== undefined || isDefault(domain);
  const user = users.find((one) => isHere && (one.id === id || one.name === name) && one.password === password);
  if (user) return user;
  throw unauthenticated();
}

function projectOf(projects: readonly Project[], user: User, given: Json | undefined): Project | undefined {
  if (given === undefined) return undefined;
  const { id, name, domain } = fieldsOf(given);
  const project = projects.find((one) => one.id === id || (one.name === name && isDefault(domain)));
  if (project && user.roles.has(project.id)) return project;
  throw unauthenticated();
}

function isDefault(domain: Json | undefined): boolean {
  const { id, name } = fieldsOf(domain);
  return id === "default" || name === "Default";
}

function field(value: Json | undefined, name: string): Json | undefined {
  return fieldsOf(value)[name];
}

function tokenJson(site: Site, token: Token): Fields {
  const { user, project, methods, auditIds } = token;
  const domain = { id: "default", name: "Default" };
  const scoped = project && {
    project: { domain, id: project.id, name: project.name },
    is_domain: false,
    roles: (user.roles.get(project.id) ?? []).map((name) => ({ id: stableId(name), name })),
    catalog: catalogOf(site, project),
  };
  return {
    methods: [...methods],
    user: { domain, id: user.id, name: user.name, password_expires_at: null },
    audit_ids: [...auditIds],
    expires_at: `${microseconds(token.expiresAt)}Z`,
    issued_at: `${microseconds(token.issuedAt)}Z`,
    ...scoped,
  };
}

function catalogOf(site: Site, project: Project): readonly Fields[] {
  const entry = (type: string, name: string, url: string) => ({
    endpoints: ["public", "admin", "internal"].map((face) => ({
      id: stableId(`${type}/${face}`),
      interface: face,
      region_id: "RegionOne",
      url,
      region: "RegionOne",
    })),
    id: stableId(type),
    type,
    name,
  });
  return [
    entry("compute", "nova", `${originOf(site, "nova")}/v2.1`),
    entry("image", "glance", originOf(site, "glance")),
    entry("volumev3", "cinderv3", `${originOf(site, "cinder")}/v3/${project.id}`),
    entry("identity", "keystone", `${originOf(site, "keystone")}/v3`),
  ];
}

function versionOf(site: Site): Fields {
  const type = "application/vnd.openstack.identity-v3+json";
  return {
    id: "v3.14",
    status: "stable",
    updated: "2020-04-07T00:00:00Z",
    links: [{ rel: "self", href: `${originOf(site, "keystone")}/v3/` }],
    "media-types": [{ base: "application/json", type }],
  };
}

function projectsJson({ site, identities }: Cloud, user: User): Fields {
  const base = `${originOf(site, "keystone")}/v3`;
  const projects = identities.projects.filter(({ id }) => user.roles.has(id));
  return {
    projects: projects.map(({ id, name }) => ({
      id,
      name,
      domain_id: "default",
      description: "",
      enabled: true,
      parent_id: "default",
      is_domain: false,
      tags: [],
      options: {},
      links: { self: `${base}/projects/${id}` },
    })),
    links: { next: null, self: `${base}/auth/projects`, previous: null },
  };
}
