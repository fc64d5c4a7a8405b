/**
 * Which of two versions is older, by their numbers: negative where the first is, 0 where they are equal.
 * `1.11.0-rc1` is older than `1.11.0`. `undefined`: one of them is no version, or only their texts differ.
 */
export function compareVersions(one: string, other: string): number | undefined {
  const [first, second] = [parsed(one), parsed(other)];
  if (!first || !second) return undefined;
  const length = Math.max(first.numbers.length, second.numbers.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (first.numbers[index] ?? 0) - (second.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (first.rest === second.rest) return 0;
  if (first.rest === "" || second.rest === "") return first.rest === "" ? 1 : -1;
  return undefined;
}

/** `1.11.0`, `v1.11.0`, `1.11.0-rc1`, `1.11.0-2.0.1`, as they stand in tags and in what masters say. */
function parsed(version: string): { readonly numbers: readonly number[]; readonly rest: string } | undefined {
  const found = /^v?(\d+(?:\.\d+)*)(?:[-+~](.*))?$/.exec(version.trim());
  if (!found) return undefined;
  return { numbers: (found[1] ?? "").split(".").map(Number), rest: found[2] ?? "" };
}
