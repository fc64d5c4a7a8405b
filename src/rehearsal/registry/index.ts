import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Builds } from "../gocd/builds.ts";
import { Images, type Pushed } from "./images.ts";

export interface RegistryOptions {
  readonly builds: Builds;
}

const indexType = "application/vnd.oci.image.index.v1+json";

/** A registry that anybody may pull from, with a token. Source: OCI Distribution Specification 1.1. */
export function registryApp({ builds }: RegistryOptions): Hono {
  const app = new Hono();
  const images = new Images(builds);
  const { url } = builds.options.sources.registry;
  const token = createHash("sha256").update(`${url} ${builds.options.seed}`).digest("hex");
  app.get("/token", (context) =>
    context.json({ token, expires_in: 300, issued_at: new Date(builds.now).toISOString() }),
  );
  app.use("/v2/*", async (context, next) => {
    context.header("docker-distribution-api-version", "registry/2.0");
    if (context.req.header("authorization") === `Bearer ${token}`) return await next();
    const scope = `repository:${nameIn(context.req.path)}:pull`;
    const service = images.host;
    context.header("www-authenticate", `Bearer realm="${url}/token",service="${service}",scope="${scope}"`);
    return refuse(context, 401, "UNAUTHORIZED", "authentication required");
  });
  app.get("/v2/", (context) => context.json({}));
  // Names of images have slashes: the routes are told apart by what stands behind the name.
  app.get("/v2/*", async (context) => {
    const all = await images.all();
    const own = all.filter(({ image }) => image === nameIn(context.req.path));
    if (own.length === 0) return refuse(context, 404, "NAME_UNKNOWN", "repository name not known to registry");
    if (context.req.path.endsWith("/tags/list")) return tags(context, own);
    return manifest(context, own);
  });
  return app;
}

/** `/v2/team/image/manifests/TAG` */
function nameIn(path: string): string {
  return /^\/v2\/(.+)\/(?:manifests\/[^/]+|tags\/list)$/.exec(path)?.[1] ?? "";
}

function tags(context: Context, own: readonly Pushed[]): Response {
  const name = own[0]?.image ?? "";
  return context.json({ name, tags: [...new Set(own.map(({ tag }) => tag))].sort() });
}

/** The newest push of a tag. GET and HEAD alike: Hono leaves the body out. */
function manifest(context: Context, own: readonly Pushed[]): Response {
  const wanted = decodeURIComponent(context.req.path.split("/").at(-1) ?? "");
  const found = own.findLast(({ tag, digest }) => tag === wanted || digest === wanted);
  if (!found) return refuse(context, 404, "MANIFEST_UNKNOWN", "manifest unknown");
  if (!context.req.header("accept")?.includes(indexType)) {
    return refuse(context, 404, "MANIFEST_UNKNOWN", "OCI index found, but accept header does not support OCI indexes");
  }
  context.header("docker-content-digest", found.digest);
  context.header("content-type", indexType);
  return context.body(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [] }));
}

function refuse(context: Context, status: 401 | 404, code: string, message: string): Response {
  return context.json({ errors: [{ code, message, detail: null }] }, status);
}
