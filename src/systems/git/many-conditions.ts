import { type Fields, type Json, textsIn } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import { selectionIn } from "../../model/selection.ts";
import type { Edit } from "../../model/sources.ts";
import { compareVersions } from "../../model/version-order.ts";
import type { UnreadPins } from "../../model/versions.ts";
import { editIn, editsOf } from "./edits.ts";
import { type BarePin, barePinsOf } from "./pins.ts";
import { requiredText } from "./wanted.ts";
import type { Workshop } from "./workshop.ts";

type Pin = BarePin | UnreadPins;

/** In which repositories an edit finds a place. Parameters: `{repositories, edit}`. Value: their names. */
export async function dependents({ repositories, edit }: Fields, shop: Workshop): Promise<ConditionState> {
  const names = textsIn(repositories);
  const pins = await pinsOfAll(
    names.map((repository) => editAt(repository, edit, shop)),
    shop,
  );
  const unread = pins.filter((pin) => "error" in pin);
  if (unread.length > 0) return unreadable(unread);
  const found = names.filter((name) => pins.some(({ repository }) => repository === name));
  const lines = [...pins.map(lineOf), ...names.filter((name) => !found.includes(name)).map((name) => `${name}: none`)];
  return { holds: "yes", detail: lines.join("\n"), value: found };
}

/** The models' edit has neither an id nor a repository of its own. */
function editAt(repository: string, edit: Fields[string] | undefined, shop: Workshop): Edit {
  if (typeof edit === "string") return { ...editIn(edit, shop.sources), repository };
  return editIn(edit, shop.sources, { repository, id: repository });
}

/**
 * Every place has the version. Parameters: `{version, except}`: ids of edits that were left out, or the answer to which
 * models are bumped.
 */
export async function pinsAgree(parameters: Fields, shop: Workshop): Promise<ConditionState> {
  const version = requiredText(parameters, "version");
  const except = leftOut(parameters.except, shop);
  const pins = await pinsOfAll(
    editsOf(shop.sources).filter(({ id }) => !except.includes(id)),
    shop,
  );
  const unread = pins.filter((pin) => "error" in pin);
  if (unread.length > 0) return unreadable(unread);
  const others = pins.filter((pin) => "value" in pin && pin.value !== version);
  const progress = { done: pins.length - others.length, total: pins.length };
  if (others.length === 0) return { holds: "yes", detail: `all ${pins.length} places have ${version}`, progress };
  const detail = [`${others.length} of ${pins.length} places do not have ${version}`, ...others.map(lineOf)].join("\n");
  return { holds: "no", detail, progress, next: "versions()" };
}

/** No place has a newer version: a bump goes forwards. Parameters: `{version, except}`: ids of edits that may be ahead. */
export async function pinsNotNewer(parameters: Fields, shop: Workshop): Promise<ConditionState> {
  const version = requiredText(parameters, "version");
  const except = textsIn(parameters.except);
  const pins = await pinsOfAll(
    editsOf(shop.sources).filter(({ id }) => !except.includes(id)),
    shop,
  );
  const unread = pins.filter((pin) => "error" in pin);
  if (unread.length > 0) return unreadable(unread);
  const newer = pins.filter((pin) => "value" in pin && (compareVersions(pin.value, version) ?? 0) > 0);
  if (newer.length === 0) return { holds: "yes", detail: `none of ${pins.length} places has a newer version` };
  const detail = [`${newer.length} of ${pins.length} places have a newer version`, ...newer.map(lineOf)].join("\n");
  return { holds: "no", detail, next: 'runs() lists the bumps; RevertBump!("RUN") takes one back' };
}

/** Of a selection the models that it names as left out. */
function leftOut(except: Json | undefined, { sources }: Workshop): readonly string[] {
  if (typeof except !== "string") return textsIn(except);
  const selection = selectionIn(except, sources.bump.models.repositories);
  return typeof selection === "string" ? [] : Object.keys(selection.without);
}

async function pinsOfAll(edits: readonly Edit[], shop: Workshop): Promise<readonly Pin[]> {
  return (await Promise.all(edits.map((edit) => barePinsOf(edit, shop)))).flat();
}

function lineOf(pin: Pin): string {
  if ("error" in pin) return `${pin.repository}: ${pin.error}`;
  return `${pin.repository} ${pin.file}:${pin.line} ${pin.of} ${pin.value}`;
}

function unreadable(unread: readonly UnreadPins[]): ConditionState {
  return {
    holds: "unknown",
    detail: unread.map(lineOf).join("\n"),
    next: "see that git reads them from here, then look again",
  };
}
