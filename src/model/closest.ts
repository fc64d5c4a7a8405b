import { distance } from "fastest-levenshtein";

/** The names nearest to what was typed, nearest first; those that are far off are left out. */
export function closest(typed: string, names: readonly string[], atMost = 3): readonly string[] {
  // Two letters of three changed are another word.
  const limit = typed.length < 4 ? 1 : Math.max(2, Math.ceil(typed.length / 2));
  const near = names.map((name) => ({ name, far: distance(typed.toLowerCase(), name.toLowerCase()) }));
  near.sort((one, other) => one.far - other.far);
  return near
    .filter(({ far }) => far <= limit)
    .slice(0, atMost)
    .map(({ name }) => name);
}
