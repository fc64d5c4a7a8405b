import { createHash } from "node:crypto";
import type { ImageEdit, Sources } from "../../model/sources.ts";
import type { Builds } from "../gocd/builds.ts";

/** One tag of an image. */
export interface Pushed {
  /** Without the registry's host. */
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
}

/** A tag that every image has from long ago. */
const oldTag = "1.8.1";

/**
 * What the registry has: the versions that are written where the world began, and those that a passed run pushed. A run
 * pushes each image with the version that its Dockerfile has at the revision.
 */
export class Images {
  readonly #builds: Builds;
  readonly #pushedBy = new Map<string, Promise<readonly Pushed[]>>();

  constructor(builds: Builds) {
    this.#builds = builds;
  }

  /** The host that names of images begin with. */
  get host(): string {
    return new URL(this.#builds.options.sources.registry.url).host;
  }

  async all(): Promise<readonly Pushed[]> {
    const { base, dependents } = this.#builds.options.sources.bump;
    const edits = await Promise.all([base, dependents].map((edit) => this.#ofEdit(edit)));
    return edits.flat();
  }

  async #ofEdit(edit: ImageEdit): Promise<readonly Pushed[]> {
    const { sources } = this.#builds.options;
    const old = edit.images.map((image) => pushed(this.#nameOf(image), oldTag, "long ago"));
    const pipelines = sources.repositories[edit.repository]?.pipelines ?? [];
    const revisions = await Promise.all(pipelines.map((pipeline) => this.#revisionsOf(pipeline)));
    const built = await Promise.all(revisions.flat().map((revision) => this.#pushedAt(edit, revision)));
    return [...old, ...built.flat()];
  }

  /** The one where the world began, and those that have passed since. */
  async #revisionsOf(pipeline: string): Promise<readonly string[]> {
    const first = (await this.#builds.pipeline(pipeline))?.seededRevision;
    const passed = await this.#builds.passedOf(pipeline);
    return [...(first === undefined ? [] : [first]), ...passed.map(({ revision }) => revision)];
  }

  #pushedAt(edit: ImageEdit, revision: string): Promise<readonly Pushed[]> {
    const key = `${edit.id} ${revision}`;
    const known = this.#pushedBy.get(key) ?? this.#read(edit, revision);
    this.#pushedBy.set(key, known);
    return known;
  }

  async #read(edit: ImageEdit, revision: string): Promise<readonly Pushed[]> {
    const { repositories } = this.#builds.options;
    const images = edit.images.map(async (image) => {
      const name = this.#nameOf(image);
      const file = await repositories.read(edit.repository, revision, `${name}/Dockerfile`);
      const tag = file && versionIn(file.toString("utf8"), edit);
      return tag === undefined ? [] : [pushed(name, tag, revision)];
    });
    return (await Promise.all(images)).flat();
  }

  #nameOf(image: string): string {
    return image.startsWith(`${this.host}/`) ? image.slice(this.host.length + 1) : image;
  }
}

function versionIn(text: string, { pins }: Pick<Sources["bump"]["base"], "pins">): string | undefined {
  const versions = pins.flatMap(({ pattern }) => new RegExp(pattern, "m").exec(text)?.groups?.version ?? []);
  return versions[0];
}

function pushed(image: string, tag: string, from: string): Pushed {
  return { image, tag, digest: `sha256:${createHash("sha256").update(`${image}:${tag} ${from}`).digest("hex")}` };
}
