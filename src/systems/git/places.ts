import { printable } from "../../model/printable.ts";
import type { Edit, Pin } from "../../model/sources.ts";
import { checkError } from "./error.ts";
import type { Files, TreeFile } from "./files.ts";
import { shown } from "./names.ts";
import { type Span, spansOf } from "./pin-pattern.ts";

/** Where one version is written. */
export interface Place extends Span {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What it is a version of. */
  readonly of: string;
  readonly value: string;
  /** The whole line, printable. */
  readonly text: string;
}

/** A look at an edit's files at one commit. */
export interface Found {
  readonly places: readonly Place[];
  /** `mesos-master: 2 places, 1 expected`; empty where all is as the edit says. */
  readonly wrong: readonly string[];
  /** What the counts were made from, a line each: the places, and mentions that are none. */
  readonly seen: readonly string[];
}

/** Finds the places of an edit. */
export async function placesIn(edit: Pick<Edit, "pins">, { files, passedOver }: Files): Promise<Found> {
  const found = await Promise.all(edit.pins.map((pin) => placesOf(pin, files)));
  const places = found.flat();
  const mentions = edit.pins.map((pin) => (pin.matches === "every-mention" ? mentionsOf(pin, files) : []));
  const wrong = edit.pins.flatMap((pin, index) => {
    const expected = pin.matches === "every-mention" ? (mentions[index]?.length ?? 0) : pin.matches;
    const count = found[index]?.length ?? 0;
    return count === expected ? [] : [`${pin.of}: ${counted(count)}, ${expected} expected`];
  });
  const listed = new Set(places.map(({ file, line }) => `${file}:${line}`));
  const others = mentions.flat().filter(({ file, line }) => !listed.has(`${file}:${line}`));
  return {
    places,
    wrong: [...wrong, ...overlaps(places)],
    seen: [
      ...places.map((place) => `${at(place)} (${place.of})`),
      ...others.map((mention) => `${at(mention)} (mentioned only)`),
      ...passedOver.map((each) => `${each} is not looked into`),
    ],
  };
}

function at({ file, line, text }: Pick<Place, "file" | "line" | "text">): string {
  return `${shown(file)}:${line}: ${text}`;
}

function counted(places: number): string {
  return places === 1 ? "1 place" : `${places} places`;
}

async function placesOf(pin: Pin, files: readonly TreeFile[]): Promise<readonly Place[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const spans = await spansOf(pin, file.text, shown(file.path));
      return spans.map((span) => placeAt(span, pin, file));
    }),
  );
  return found.flat();
}

function placeAt(span: Span, { of }: Pin, { path, text }: TreeFile): Place {
  const line = text.slice(0, span.start).split("\n").length;
  return { ...span, file: path, line, of, value: shown(text.slice(span.start, span.end)), text: lineOf(text, line) };
}

function lineOf(text: string, line: number): string {
  return printable(shown(text.split("\n")[line - 1] ?? "")).trimEnd();
}

/** Lines that name it, as a whole word: `nu-mesos-python` is not named by `nu-mesos-python-spark`. */
function mentionsOf({ of }: Pin, files: readonly TreeFile[]): readonly Pick<Place, "file" | "line" | "text">[] {
  const word = new RegExp(`(?<![\\w-])${literal(of)}(?![\\w-])`);
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((each, index) => {
      return word.test(each) ? [{ file: path, line: index + 1, text: lineOf(text, index + 1) }] : [];
    }),
  );
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** Two pins that find the same place would both write there. */
function overlaps(places: readonly Place[]): readonly string[] {
  return places.flatMap((place, index) => {
    const other = places.slice(0, index).find((each) => each.file === place.file && doOverlap(each, place));
    return other ? [`${other.of} and ${place.of} are found in the same place, ${shown(place.file)}:${place.line}`] : [];
  });
}

function doOverlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** @throws OpsError `edit-places` when they are not as many as the edit expects: then nothing of it is done */
export function mustBeAsExpected({ places, wrong, seen }: Found, edit: Edit, owner: string): readonly Place[] {
  if (wrong.length === 0) return places;
  const list = seen.length > 0 ? seen : [`nothing in ${edit.files.join(", ")}`];
  throw checkError(
    "edit-places",
    `${owner}/${edit.repository} does not have the places of the edit ${edit.id}`,
    [...wrong, ...list].join("\n"),
    `correct the edit ${edit.id} in \`sources\` of the environment, or the files in ${owner}/${edit.repository}; nothing was changed`,
  );
}

/** Whether all of the places there are have the version. */
export function haveVersion(places: readonly Place[], version: string): boolean {
  return places.every(({ value }) => value === version);
}

/** Values by what they are versions of; several where the places do not agree. */
export function versionsIn(places: readonly Place[]): Readonly<Record<string, string | readonly string[]>> {
  const groups = Object.entries(Object.groupBy(places, ({ of }) => of));
  return Object.fromEntries(
    groups.map(([of, group = []]) => {
      const values = [...new Set(group.map(({ value }) => value))].sort();
      return [of, values.length === 1 && values[0] !== undefined ? values[0] : values];
    }),
  );
}
