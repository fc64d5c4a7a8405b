import { OpsError } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Edit } from "../../model/sources.ts";
import { editsOf } from "./edits.ts";
import type { TreeReader } from "./files.ts";
import type { Mirror } from "./mirror.ts";
import { shown } from "./names.ts";
import { type Place, placesIn } from "./places.ts";
import type { Workshop } from "./workshop.ts";

/** The commit that last changed a line. */
export interface LastChange {
  readonly sha: string;
  /** ISO 8601 */
  readonly at: string;
  readonly author: string;
  /** Its first line. */
  readonly title: string;
}

/** One place where a version is written, or why a repository's cannot be told. */
export type PinPlace =
  | {
      /** The edit's id. */
      readonly edit: string;
      readonly repository: string;
      readonly file: string;
      readonly line: number;
      /** What it is a version of. */
      readonly of: string;
      readonly value: string;
      readonly change?: LastChange;
    }
  | { readonly edit: string; readonly repository: string; readonly error: string };

interface Reading {
  readonly mirror: Mirror;
  readonly trees: TreeReader;
  readonly tip: string;
}

/** Every place of every edit at the tips of the default branches. One fetch for each repository, side by side. */
export async function allPins(shop: Workshop): Promise<readonly PinPlace[]> {
  const read = editsOf(shop.sources).map((edit) => pinsOf(edit, shop));
  return (await Promise.all(read)).flat();
}

/** @param withChanges looks who last changed each line, too */
export async function pinsOf(edit: Edit, shop: Workshop, withChanges = true): Promise<readonly PinPlace[]> {
  const { id, repository } = edit;
  try {
    const mirror = shop.mirrors.of(repository);
    const reading = { mirror, trees: shop.treesOf(mirror), tip: (await mirror.look()).tip };
    const { places } = await placesIn(edit, await reading.trees.at(reading.tip, edit.files));
    return await Promise.all(places.map((place) => pinAt(place, edit, reading, withChanges)));
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return [{ edit: id, repository, error: `${error.what}: ${error.why}` }];
  }
}

async function pinAt(
  place: Place,
  { id, repository }: Edit,
  reading: Reading,
  withChanges: boolean,
): Promise<PinPlace> {
  const { line, of, value } = place;
  const change = withChanges ? await lastChange(place, reading) : undefined;
  const pin = { edit: id, repository, file: quoted(shown(place.file)), line, of, value: quoted(value) };
  return { ...pin, ...(change && { change }) };
}

async function lastChange({ file, line }: Place, { mirror, tip }: Reading): Promise<LastChange | undefined> {
  const args = ["blame", "--porcelain", `-L${line},${line}`, tip, "--", shown(file)];
  const { exitCode, stdout } = await mirror.answer(args, { answers: [128] });
  if (exitCode !== 0) return undefined;
  const lines = stdout.toString("utf8").split("\n");
  const field = (name: string) => lines.find((each) => each.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
  return {
    sha: lines[0]?.split(" ")[0] ?? "",
    at: new Date(Number(field("author-time")) * 1000).toISOString(),
    author: quoted(field("author")),
    title: quoted(field("summary")),
  };
}
