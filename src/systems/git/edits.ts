import { type Fields, isFields, type Json, textsIn } from "../../model/json.ts";
import { at, textAt } from "../../model/json-at.ts";
import type { Bump, Edit, Pin, Sources } from "../../model/sources.ts";
import { gitError } from "./error.ts";

/** Every edit of the environment, in the order in which a bump walks through them. */
export function editsOf({ bump }: Sources): readonly Edit[] {
  return [bump.base, bump.dependents, ...bump.edits, ...modelEdits(bump), ...bump.stacks];
}

function modelEdits({ models }: Bump): readonly Edit[] {
  return models.repositories.map((repository) => ({ ...models.edit, id: repository, repository }));
}

/**
 * The edit that a parameter names or brings along.
 * @param more what of it the parameter may leave out
 * @throws OpsError `git-name` for one that is not known, or is none
 */
export function editIn(value: Json | undefined, sources: Sources, more: Fields = {}): Edit {
  if (typeof value === "string") return editNamed(value, sources);
  const fields: Fields = { ...(isFields(value) ? value : {}), ...more };
  const text = (name: string) => textAt(fields, name) ?? missing(name);
  return {
    id: text("id"),
    repository: text("repository"),
    files: textsIn(fields.files),
    pins: pinsIn(fields.pins),
    commit: text("commit"),
    title: text("title"),
    body: text("body"),
  };
}

/** @throws OpsError `git-name` */
function editNamed(id: string, sources: Sources): Edit {
  const edits = editsOf(sources);
  const found = edits.find((edit) => edit.id === id);
  if (found) return found;
  throw gitError(
    "git-name",
    `There is no edit ${JSON.stringify(id)}`,
    `there are ${edits.map((edit) => edit.id).join(", ")}`,
  );
}

function pinsIn(value: Json | undefined): readonly Pin[] {
  if (!Array.isArray(value) || value.length === 0) return missing("pins");
  return value.map((pin: Json): Pin => {
    const [of, pattern, matches] = [textAt(pin, "of"), textAt(pin, "pattern"), at(pin, "matches")];
    const isCount = typeof matches === "number" || matches === "every-mention";
    return of !== undefined && pattern !== undefined && isCount ? { of, pattern, matches } : missing("pins");
  });
}

function missing(name: string): never {
  throw gitError("git-name", "What was given is no edit", `it has no ${name}`);
}
