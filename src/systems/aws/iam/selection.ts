/**
 * What a statement speaks of: these patterns, or everything but these (`NotAction`, `NotResource`).
 *
 * All that is claimed here is true for every request; where that is hard to see, nothing is claimed: then access that is
 * there already is shown as added, and asked for, which is the harmless mistake.
 */
export type Selection = { readonly isExcept: boolean; readonly of: readonly string[] };

/** Whether everything that the second pattern fits fits the first. */
export type Covers = (large: string, small: string) => boolean;

export function selection(those: readonly string[] | undefined, allBut: readonly string[] | undefined): Selection {
  const of = those ?? allBut ?? [];
  return { isExcept: those === undefined && allBut !== undefined, of: [...new Set(of)].sort() };
}

/** One by one, where they are named; "everything but" stays one. */
export function unitsOf({ isExcept, of }: Selection): readonly Selection[] {
  return isExcept ? [{ isExcept, of }] : of.map((each) => ({ isExcept, of: [each] }));
}

/** Whether one of the patterns, or what they leave over, has all of the unit. */
export function hasAll(large: Selection, unit: Selection, covers: Covers): boolean {
  if (large.isExcept && unit.isExcept) {
    return large.of.every((excepted) => unit.of.some((each) => covers(each, excepted)));
  }
  if (large.isExcept) return large.of.every((excepted) => unit.of.every((each) => areApart(excepted, each)));
  if (unit.isExcept) return large.of.includes("*");
  return unit.of.every((each) => large.of.some((pattern) => covers(pattern, each)));
}

/** Actions are compared without regard to case (IAM user guide, "Action"). */
export const coversAction: Covers = (large, small) => fits(large.toLowerCase(), small.toLowerCase());

/** An ARN part by part: `*` is not taken to reach over a colon into the next one. The last part may have colons. */
export const coversResource: Covers = (large, small) => {
  if (large === small || large === "*") return true;
  const [own, other] = [partsOf(large), partsOf(small)];
  if (own.length !== 6 || other.length !== 6) return false;
  return own.every((part, index) => fits(part, other[index] ?? ""));
};

/** Principals have no patterns but `*`. */
export const coversPrincipal: Covers = (large, small) => large === small || large === "*";

/** A colon of a variable parts nothing. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.replace(variables, (each) => each.replaceAll(":", ";")).split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

const variables = /\$\{[^}]*\}?/g;
/** In the place of `${aws:username}`: a letter of no pattern, which stands for a text of any length. */
const variable = "\0";

/**
 * The smaller one is read as a text in which `*`, `?` and variables are letters, and only the larger one's `*` can be that `*`,
 * or a variable. Goes back to the last `*` only, so that no pattern takes long.
 */
function fits(large: string, pattern: string): boolean {
  if (large === pattern) return true;
  if (large.includes("${")) return false;
  const small = pattern.replace(variables, variable);
  let [own, at, star, from] = [0, 0, -1, 0];
  while (at < small.length) {
    if (large[own] === "*") [star, from, own] = [own, at, own + 1];
    else if (isLetter(large[own], small[at])) [own, at] = [own + 1, at + 1];
    else if (star >= 0) [from, at, own] = [from + 1, from + 1, star + 1];
    else return false;
  }
  return /^\**$/.test(large.slice(own));
}

function isLetter(large: string | undefined, small: string | undefined): boolean {
  return large === small || (large === "?" && small !== "*" && small !== variable);
}

/** No request can fit both: they begin differently. */
function areApart(one: string, other: string): boolean {
  const [first, second] = [beginningOf(one), beginningOf(other)];
  const length = Math.min(first.length, second.length);
  return first.slice(0, length) !== second.slice(0, length);
}

function beginningOf(pattern: string): string {
  return (/^[^*?$]*/.exec(pattern)?.[0] ?? "").toLowerCase();
}
