import type { NewCommit, Signature } from "../fast-import.ts";

/** One commit of the time before the world began. */
export interface Past {
  readonly title: string;
  readonly files: Readonly<Record<string, string | null>>;
}

const authors = ["dev-a", "dev-b", "dev-c", "dev-d", "dev-e"];
const dayMilliseconds = 24 * 60 * 60 * 1000;
/** The last of them was made so many days ago, and the others each so many before the next. */
const lastDaysAgo = 4;
const daysBetween = 9;

export function authorOf(index: number): Signature {
  const name = authors[index % authors.length] ?? "dev-a";
  return { name, email: `${name}@example.com` };
}

/** Dated over the weeks before the world's start, by several people; what changes nothing is left out. */
export function history(repository: string, past: readonly Past[], startsAt: number): readonly NewCommit[] {
  const changing = onlyChanges(past);
  return changing.map(({ title, files }, index) => ({
    author: authorOf(repository.length + index * 2),
    at: startsAt - (lastDaysAgo + (changing.length - 1 - index) * daysBetween) * dayMilliseconds,
    message: `${title}\n`,
    files,
  }));
}

function onlyChanges(past: readonly Past[]): readonly Past[] {
  const present = new Map<string, string | null>();
  return past.flatMap(({ title, files }) => {
    const changed = Object.entries(files).filter(([path, content]) => present.get(path) !== content);
    for (const [path, content] of changed) present.set(path, content);
    return changed.length === 0 ? [] : [{ title, files: Object.fromEntries(changed) }];
  });
}

/** One after the other from each in turn: how several people's work falls into one history. */
export function interleaved(first: readonly Past[], second: readonly Past[]): readonly Past[] {
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, index) => [first[index], second[index]]).flatMap((pair) =>
    pair.filter((each) => each !== undefined),
  );
}

/** All together; of two with the same path the later one. */
export function merged(...files: readonly Past["files"][]): Past["files"] {
  return Object.assign({}, ...files);
}
