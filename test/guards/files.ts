import { globSync } from "node:fs";
import { join } from "node:path";

/** What a file of a case has by default, and the guard that it is about: the folder above the side. */
export interface Found<T> {
  readonly guard: string;
  readonly each: T;
}

/** The cases in all folders of that pattern below this one, by the names of their files. */
export async function casesOf<T>(folders: string): Promise<readonly Found<T>[]> {
  const files = globSync(`${folders}/*.ts`, { cwd: import.meta.dirname }).sort();
  return Promise.all(
    files.map(async (file) => {
      const module: { default: T } = await import(join(import.meta.dirname, file));
      return { guard: file.split("/").at(-3) ?? "", each: module.default };
    }),
  );
}
