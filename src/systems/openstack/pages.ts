import type { Json } from "../../model/json.ts";
import { listAt, textAt } from "../../model/json-at.ts";
import type { Cloud } from "./cloud.ts";
import { cloudError } from "./error.ts";
import type { Service } from "./session.ts";

/** The servers' own limit of a page (sheet, section 5). */
const pageSize = 1000;
const pagesAtMost = 100;

/**
 * A whole list, page after page. By marker and not by the link that the answer has: that one names a host and a scheme
 * of its own choice. A full last page is followed by an empty one (sheet, section 9, point 6).
 */
export async function readAll(cloud: Cloud, service: Service, path: string, key: string): Promise<readonly Json[]> {
  const all: Json[] = [];
  for (let page = 0, marker = ""; page < pagesAtMost; page++) {
    const query = `limit=${pageSize}${marker && `&marker=${encodeURIComponent(marker)}`}`;
    const body = await cloud.get(service, `${path}${path.includes("?") ? "&" : "?"}${query}`);
    const found = listAt(body, key);
    all.push(...found);
    marker = textAt(found.at(-1), "id") ?? "";
    if (!isFollowed(body, key) || marker === "") return all;
  }
  throw cloudError("cloud-too-large", `${path} has no end`, `more than ${pagesAtMost} pages`);
}

/** Nova and Cinder have `servers_links`, `volumes_links`; Glance has `next`. */
function isFollowed(body: Json, key: string): boolean {
  return (
    listAt(body, `${key}_links`).some((link) => textAt(link, "rel") === "next") || textAt(body, "next") !== undefined
  );
}
