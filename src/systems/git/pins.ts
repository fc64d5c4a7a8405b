import { OpsError } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Edit } from "../../model/sources.ts";
import type { PinChange, PinPlace, UnreadPins } from "../../model/versions.ts";
import { editsOf } from "./edits.ts";
import type { TreeReader } from "./files.ts";
import type { Mirror } from "./mirror.ts";
import { shown } from "./names.ts";
import { type Found, type Place, placesIn } from "./places.ts";
import type { Workshop } from "./workshop.ts";

/** Without its last change. */
export type BarePin = Omit<PinPlace, "change">;

interface Reading {
  readonly mirror: Mirror;
  readonly trees: TreeReader;
  readonly tip: string;
}

/** Every place of every edit at the tips of the default branches. One fetch for each repository, side by side. */
export async function allPins(shop: Workshop): Promise<readonly (PinPlace | UnreadPins)[]> {
  const read = editsOf(shop.sources).map((edit) => orWhyNot(edit, () => pinsOf(edit, shop)));
  return (await Promise.all(read)).flat();
}

async function pinsOf(edit: Edit, shop: Workshop): Promise<readonly (PinPlace | UnreadPins)[]> {
  const reading = await readingOf(edit, shop);
  const { places, wrong } = await placesAt(edit, reading);
  const pins = places.map(async (place) => ({ ...pinAt(place, edit), change: await lastChange(place, reading) }));
  return [...(await Promise.all(pins)), ...unexpected(wrong, edit)];
}

/** The same without who changed it last. */
export async function barePinsOf(edit: Edit, shop: Workshop): Promise<readonly (BarePin | UnreadPins)[]> {
  return await orWhyNot(edit, async () => {
    const { places, wrong } = await placesAt(edit, await readingOf(edit, shop));
    return [...places.map((place) => pinAt(place, edit)), ...unexpected(wrong, edit)];
  });
}

async function readingOf({ repository }: Edit, shop: Workshop): Promise<Reading> {
  const mirror = shop.mirrors.of(repository);
  return { mirror, trees: shop.treesOf(mirror), tip: (await mirror.look()).tip };
}

async function placesAt(edit: Edit, { trees, tip }: Reading): Promise<Found> {
  return await placesIn(edit, await trees.at(tip, edit.files));
}

/** More or fewer places than the edit says: what was found may not be what is meant. */
function unexpected(wrong: readonly string[], { id, repository, files }: Edit): readonly UnreadPins[] {
  return wrong.map((each) => ({ edit: id, repository, error: `${files.join(", ")}: ${each}` }));
}

/** What cannot be read is told beside what can. */
async function orWhyNot<T>({ id, repository }: Edit, read: () => Promise<readonly T[]>) {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return [{ edit: id, repository, error: `${error.what}: ${error.why}` }];
  }
}

function pinAt({ file, line, of, value }: Place, { id, repository }: Edit): BarePin {
  return { edit: id, repository, file: quoted(shown(file)), line, of, value: quoted(value) };
}

/** Whoever commits can write any time; one that is none is told as the beginning of all times. */
function instantOf(seconds: number): string {
  const time = new Date(seconds * 1000);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}

async function lastChange({ file, line }: Place, { mirror, tip }: Reading): Promise<PinChange> {
  const args = ["blame", "--porcelain", `-L${line},${line}`, tip, "--", shown(file)];
  const lines = (await mirror.run(args)).toString("utf8").split("\n");
  const field = (name: string) => lines.find((each) => each.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
  return {
    sha: lines[0]?.split(" ")[0] ?? "",
    at: instantOf(Number(field("author-time"))),
    author: quoted(field("author")),
    title: quoted(field("summary")),
  };
}
