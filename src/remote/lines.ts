import type { OnLine } from "../model/host-commands.ts";

/** How much of what was seen is looked for again where the beginning of an output was dropped. */
const anchorLength = 256;

/** Tells each whole line of an output that grows, once; what is read is the whole output so far, or the end of it. */
export class GrowingOutput {
  readonly #onLine: OnLine;
  #seen = "";
  #rest = "";

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  /** `hasEnded`: a last line without a line break is told too. */
  take(output: string, hasEnded: boolean): void {
    const text = this.#rest + output.slice(this.#newFrom(output));
    this.#seen = output;
    const lines = text.split("\n");
    this.#rest = hasEnded ? "" : (lines.pop() ?? "");
    for (const line of lines) if (line.trim() !== "") this.#onLine(line);
  }

  #newFrom(output: string): number {
    if (output.startsWith(this.#seen)) return this.#seen.length;
    const anchor = this.#seen.slice(-anchorLength);
    const at = output.indexOf(anchor);
    return at < 0 ? 0 : at + anchor.length;
  }
}
