import { isSystemError } from "../../model/error.ts";
import { type Fields, textsIn } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import type { ConditionState } from "../../model/resource.ts";
import type { Client } from "./client.ts";
import { registryError } from "./error.ts";

/** What looks need. */
export interface Looks {
  readonly client: Client;
  /** Of the registry, with its port: what names of its images begin with. */
  readonly host: string;
}

export type Look = (looks: Looks, parameters: Fields) => Promise<ConditionState>;

/** What can be asked of the registry, by the condition's name. */
export const conditions: Readonly<Record<string, Look>> = { "tags-present": tagsPresent };

const tagRule = /^\w[\w.-]{0,127}$/;
const imageRule = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

/**
 * All images have the tag. Parameters: `{images, tag}`, the images with the registry's host. Value: the digests by image.
 */
async function tagsPresent(looks: Looks, { images, tag }: Fields): Promise<ConditionState> {
  if (typeof tag !== "string" || !tagRule.test(tag)) return { holds: "unknown", detail: "it is not known which tag" };
  const names = textsIn(images);
  const seen = await Promise.all(names.map((image) => lookAt(looks, image, tag)));
  const missing = seen.filter(({ digest }) => digest === undefined);
  const progress = { done: seen.length - missing.length, total: seen.length };
  if (missing.length > 0) return { ...absence(missing), progress };
  const detail = `${names.map((image) => shortName(looks, image)).join(", ")} ${names.length === 1 ? "has" : "have"} ${tag}`;
  return {
    holds: "yes",
    detail,
    progress,
    value: Object.fromEntries(seen.map(({ image, digest = "" }) => [image, digest])),
  };
}

interface SeenImage {
  readonly image: string;
  readonly digest: string | undefined;
  /** Why it is missing, or cannot be seen. */
  readonly detail: string;
  readonly isUnknown?: true;
  readonly next?: string;
}

/** One that cannot be asked for does not hide how the others stand. */
async function lookAt(looks: Looks, image: string, tag: string): Promise<SeenImage> {
  try {
    const name = nameIn(looks, image);
    const digest = await looks.client.digestOf(name, tag);
    if (digest !== undefined) return { image, digest, detail: "" };
    const tags = await looks.client.tagsOf(name);
    return { image, digest, detail: `${name} has no ${tag} yet${newest(tags)}` };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { image, digest: undefined, detail: `${error.what}: ${error.why}`, isUnknown: true, next: error.next };
  }
}

function absence(missing: readonly SeenImage[]): ConditionState {
  const next = missing.flatMap((each) => each.next ?? [])[0] ?? "see the last stage of the pipeline that pushes it";
  const detail = missing.map((each) => each.detail).join("; ");
  return { holds: missing.every(({ isUnknown }) => isUnknown) ? "unknown" : "no", detail, next };
}

/** The tags of highest version: registries list them by name or by nothing. */
function newest(tags: readonly string[]): string {
  const sorted = tags.toSorted((one, other) => other.localeCompare(one, "en", { numeric: true }));
  return sorted.length === 0
    ? ""
    : `; it has ${sorted
        .slice(0, 3)
        .map((each) => quoted(each, 40))
        .join(", ")}`;
}

/** @throws OpsError `registry-image` */
function nameIn({ host }: Looks, image: string): string {
  const name = image.startsWith(`${host}/`) ? image.slice(host.length + 1) : "";
  if (imageRule.test(name)) return name;
  throw registryError("registry-image", `${quoted(image)} cannot be looked for`, `it is no image of ${host}`);
}

function shortName({ host }: Looks, image: string): string {
  return image.startsWith(`${host}/`) ? image.slice(host.length + 1) : image;
}
