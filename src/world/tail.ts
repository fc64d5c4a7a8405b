import { StringDecoder } from "node:string_decoder";
import { printable } from "../model/printable.ts";

/** What a program prints: its end is kept, and each whole line told as it comes. */
export class Tail {
  readonly #limit: number;
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  #text = "";
  #line = "";
  #isTruncated = false;

  /** @param limit characters that are kept */
  constructor(limit: number, onLine: (line: string) => void = () => {}) {
    this.#limit = limit;
    this.#onLine = onLine;
  }

  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  add(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk));
  }

  /** A last line without a line break is told too. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#line.trim() !== "") this.#onLine(printable(this.#line));
    this.#line = "";
  }

  /** Printable, line breaks kept. */
  text(): string {
    return printable(this.#text, { keepsLines: true });
  }

  #take(text: string): void {
    this.#text += text;
    if (this.#text.length > this.#limit) this.#isTruncated = true;
    // Cut now and then only: a program that prints much is not copied with each chunk.
    if (this.#text.length > 2 * this.#limit) this.#text = this.#text.slice(-this.#limit);
    const lines = (this.#line + text).split(/\r\n|\n/);
    this.#line = (lines.pop() ?? "").slice(-this.#limit);
    for (const line of lines) if (line.trim() !== "") this.#onLine(printable(line));
  }
}
