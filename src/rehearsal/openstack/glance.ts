import type { Fields } from "../../model/json.ts";
import type { Image } from "../site/catalogue.ts";
import type { Site } from "../site/index.ts";
import { originOf } from "./endpoints.ts";
import { pageError } from "./errors.ts";
import { type App, type Cloud, newApp, requireToken, seconds } from "./frame.ts";
import { stableId } from "./identity.ts";

const largestPage = 1000;
const defaultPage = 25;
const notFilters = ["limit", "marker", "sort", "sort_key", "sort_dir"];
const unauthorized =
  "This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.";

/** Glance v2, the reading half. Source: the sheet, sections 5 and 9; recorded from Glance 25. */
export function glance(cloud: Cloud): App {
  const { site } = cloud;
  const app = newApp(cloud);
  const versions = (status: 200 | 300) => Response.json({ versions: [versionOf(site)] }, { status });
  app.get("/", () => versions(300));
  app.get("/versions", () => versions(200));
  requireToken(app, cloud, () => pageError(401, unauthorized));
  app.get("/v2/images", (context) => {
    const query = new URL(context.req.url).searchParams;
    return context.json(pageOf(site, query));
  });
  app.get("/v2/images/:id", (context) => {
    const image = site.catalogue.images.find(({ id }) => id === context.req.param("id"));
    if (!image) throw pageError(404, `No image found with ID ${context.req.param("id")}`);
    return context.json(imageJson(site, image));
  });
  return app;
}

function pageOf(site: Site, query: URLSearchParams): Fields {
  const found = site.catalogue.images.map((image) => imageJson(site, image)).filter((image) => fits(image, query));
  const sorted = [...found].sort(order(query));
  const marker = query.get("marker");
  const from = marker ? sorted.findIndex(({ id }) => id === marker) + 1 : 0;
  if (marker && from === 0) throw pageError(400, `No image found with ID ${marker}`);
  const limit = Math.min(Number(query.get("limit") ?? defaultPage), largestPage);
  const images = sorted.slice(from, from + limit);
  const first = new URLSearchParams([...query].filter(([name]) => name !== "marker"));
  const next = new URLSearchParams([...first, ["marker", String(images.at(-1)?.id)]]);
  const link = (search: URLSearchParams) => `/v2/images${search.size > 0 ? "?" : ""}${search}`;
  const more = images.length === limit && limit > 0 ? { next: link(next) } : {};
  return { images, first: link(first), schema: "/v2/schemas/images", ...more };
}

function fits(image: Fields, query: URLSearchParams): boolean {
  return [...query].every(([name, value]) => notFilters.includes(name) || String(image[name]) === value);
}

/** `created_at:desc` without a wish. */
function order(query: URLSearchParams): (a: Fields, b: Fields) => number {
  const [key = "created_at", direction = "desc"] = (query.get("sort") ?? "").split(":").filter(Boolean);
  const sign = (query.get("sort_dir") ?? direction) === "asc" ? 1 : -1;
  const value = (image: Fields) => String(image[query.get("sort_key") ?? key]);
  return (a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0);
}

function imageJson(site: Site, image: Image): Fields {
  const { id, name, status, createdAt, minDiskGiB, properties } = image;
  const isActive = status === "active";
  const self = `/v2/images/${id}`;
  const { project } = site.ground.environment.openstack;
  return {
    ...properties,
    name,
    disk_format: "raw",
    container_format: "bare",
    visibility: "base_image_ref" in properties ? "private" : "public",
    size: isActive ? 1048576 : null,
    virtual_size: isActive ? 1048576 : null,
    status,
    checksum: isActive ? stableId(id) : null,
    protected: false,
    min_ram: 0,
    min_disk: minDiskGiB,
    owner: project.id,
    os_hidden: false,
    os_hash_algo: "sha512",
    os_hash_value: stableId(id).repeat(4),
    id,
    created_at: seconds(createdAt),
    updated_at: seconds(createdAt),
    tags: [],
    self,
    file: `${self}/file`,
    schema: "/v2/schemas/image",
  };
}

function versionOf(site: Site): Fields {
  return { id: "v2.15", status: "CURRENT", links: [{ rel: "self", href: `${originOf(site, "glance")}/v2/` }] };
}
