import type { Json } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import type { Cloud } from "./cloud.ts";
import { cloudError, quoted } from "./error.ts";
import { readAll } from "./pages.ts";

export interface Image {
  readonly id: string;
  readonly name: string;
}

/**
 * The image that CERN's wrappers would take: of those with the properties and of no snapshot the one with the greatest
 * minor version, then release date (sheet, section 2, point 3), then the one made last.
 */
export async function newestImage(properties: Readonly<Record<string, string>>, cloud: Cloud): Promise<Image> {
  const query = new URLSearchParams({ ...properties, status: "active" });
  const images = await readAll(cloud, "image", `/images?${query}`, "images");
  const fitting = images.filter((image) => isFitting(image, properties)).sort(byAge);
  const newest = fitting.at(-1);
  if (newest) return { id: textAt(newest, "id") ?? "", name: quoted(textAt(newest, "name") ?? "") };
  const wanted = Object.entries(properties).map(([key, value]) => `${key}=${value}`);
  throw cloudError("cloud-not-found", "no image fits", `none in Glance is active with ${wanted.join(", ")}`);
}

/** Glance ignores a property that it does not know as one: looked at here too. */
function isFitting(image: Json, properties: Readonly<Record<string, string>>): boolean {
  const hasAll = Object.entries(properties).every(([key, value]) => textAt(image, key) === value);
  return hasAll && textAt(image, "status") === "active" && textAt(image, "base_image_ref") === undefined;
}

function byAge(one: Json, other: Json): number {
  const order = (key: string) =>
    (textAt(one, key) ?? "").localeCompare(textAt(other, key) ?? "", "en", { numeric: true });
  return order("os_distro_minor") || order("release_date") || order("created_at");
}

/** The id of the flavor of exactly that name. */
export async function flavorNamed(name: string, cloud: Cloud): Promise<string> {
  const flavors = await readAll(cloud, "compute", "/flavors/detail", "flavors");
  const found = flavors.find((flavor) => textAt(flavor, "name") === name);
  if (found) return textAt(found, "id") ?? "";
  throw cloudError("cloud-not-found", `there is no flavor ${name}`, `the project has ${namesOf(flavors)}`);
}

function namesOf(flavors: readonly Json[]): string {
  return flavors.map((flavor) => quoted(textAt(flavor, "name") ?? "")).join(", ");
}
