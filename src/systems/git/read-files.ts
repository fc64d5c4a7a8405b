import { shown } from "./names.ts";
import type { Workshop } from "./workshop.ts";

/**
 * Texts by their paths, at the tip of the default branch: of files that are named, and of all files below a directory.
 * What is not there has no entry; neither has a link, a binary file or one of more than 1 MiB.
 */
export async function readFiles(
  repository: string,
  paths: string | readonly string[],
  shop: Workshop,
): Promise<Readonly<Record<string, string>>> {
  const mirror = shop.mirrors.of(repository);
  const { tip } = await mirror.look();
  const { files } = await shop.treesOf(mirror).at(tip, [paths].flat(), "literal");
  return Object.fromEntries(files.map(({ path, text }) => [shown(path), shown(text)]));
}
