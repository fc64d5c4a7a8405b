import type { Site } from "../site/index.ts";

/** The image of an option like `--cc7`: the newest that is no snapshot (sheet, section 2, point 3). */
export function newestImage({ catalogue }: Site, options: ReadonlyMap<string, readonly string[]>): string | undefined {
  const named = options.get("-i")?.[0];
  if (named !== undefined) return catalogue.images.find(({ name }) => name === named)?.id;
  const wanted = [...options.keys()].map((option) => option.slice(2).toUpperCase());
  const fitting = catalogue.images.filter(({ properties, status }) => {
    const { os_distro = "", os_distro_major = "", base_image_ref } = properties;
    return status === "active" && base_image_ref === undefined && wanted.includes(`${os_distro}${os_distro_major}`);
  });
  const dateOf = ({ properties }: (typeof fitting)[number]) => properties.release_date ?? "";
  return fitting.toSorted((a, b) => dateOf(b).localeCompare(dateOf(a)))[0]?.id;
}
