import { quoted } from "../../model/printable.ts";
import type { Edit } from "../../model/sources.ts";
import { checkError } from "./error.ts";
import type { TreeFile } from "./files.ts";
import { haveVersion, type Place, placesIn } from "./places.ts";

/** A file that an edit changes. */
export interface EditedFile extends TreeFile {
  /** What it was, one character for each byte. */
  readonly before: string;
}

/**
 * Writes the version into its places, in memory; nothing else of a file changes.
 * @throws OpsError `edit-version` for one that its own patterns would not find again
 */
export async function editedFiles(
  edit: Edit,
  files: readonly TreeFile[],
  places: readonly Place[],
  version: string,
): Promise<readonly EditedFile[]> {
  if (!/^[\w][\w.+~:-]*$/.test(version)) throw notAVersion(edit, version);
  const all = files.map((file) => ({ ...file, before: file.text, text: written(file, places, version) }));
  const again = await placesIn(edit, { files: all, passedOver: [] });
  const isFoundAgain = again.places.length === places.length && haveVersion(again.places, version);
  if (!isFoundAgain) throw notAVersion(edit, version);
  return all.filter(({ text, before }) => text !== before);
}

function written({ path, text }: TreeFile, places: readonly Place[], version: string): string {
  const own = places.filter(({ file }) => file === path).toSorted((one, other) => other.start - one.start);
  return own.reduce((edited, { start, end }) => edited.slice(0, start) + version + edited.slice(end), text);
}

function notAVersion({ id }: Edit, version: string): Error {
  const why = `the patterns of the edit ${id} would not find it again`;
  return checkError("edit-version", `${quoted(version)} is no version to write`, why, "choose another version");
}

/** A text of an edit with the version in it. */
export function filledIn(text: string, version: string): string {
  return text.replaceAll("{version}", version);
}
