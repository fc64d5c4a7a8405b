import { basename } from "node:path";
import type { Edit, ImageEdit, Pin } from "../../../model/sources.ts";
import { pinText } from "./pin-text.ts";
import { framed } from "./surroundings.ts";

export type Files = Readonly<Record<string, string>>;

/** The files of an edit, with each of its pins as often as it must be found. */
export function filesOfEdit(edit: Edit, version: string): Files {
  const pins = edit.pins.flatMap((pin) => repeated(pin));
  const [pattern = "pins.txt"] = edit.files;
  const single = pattern.includes("*") ? undefined : pattern;
  if (single) return { [single]: framed(edit.repository, single, linesOf(pins, version)) };
  const places = pins.map((pin, index) => [pattern.replaceAll("*", folderOf(edit, index)), pin] as const);
  return Object.fromEntries(
    places.map(([path, pin]) => [path, framed(edit.repository, path, linesOf([pin], version))]),
  );
}

function repeated(pin: Pin): readonly Pin[] {
  return Array.from({ length: pin.matches === "every-mention" ? 1 : pin.matches }, () => pin);
}

function linesOf(pins: readonly Pin[], version: string): string {
  return pins.map((pin) => pinText(pin, version)).join("\n");
}

/** An image's files are in the folder of its name. */
function folderOf(edit: Edit | ImageEdit, index: number): string {
  const image = "images" in edit ? edit.images[index] : undefined;
  return image === undefined ? `part-${index + 1}` : basename(image);
}
