import { appendFileSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../model/folder.ts";

/** How many inputs the arrow keys reach. */
export const keptEntries = 1000;

/** Longer inputs are not kept: nobody goes back to them by arrow keys, and a part of one would be another input. */
const longestKept = 10_000;

/**
 * The inputs of earlier sessions, newest first. Appended one by one, so that two consoles do not overwrite each
 * other's; for its owner only. What cannot be kept is not worth stopping for.
 */
export class History {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** As readline keeps them: the lines of one input from last to first, `\r` between them. */
  entries(): string[] {
    const texts = this.#lines().slice(-keptEntries).reverse();
    return texts.map((text) => text.split("\r").reverse().join("\r"));
  }

  append(text: string): void {
    const line = text.trim().replaceAll(/\r?\n/g, "\r");
    if (line === "" || line.length > longestKept) return;
    try {
      makeFolder(dirname(this.#file));
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A read-only home: one can still look around.
    }
  }

  #lines(): string[] {
    try {
      return readFileSync(this.#file, "utf8")
        .split("\n")
        .filter((line) => line !== "" && line.length <= longestKept);
    } catch {
      return [];
    }
  }
}
