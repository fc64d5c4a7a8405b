import { createHash } from "node:crypto";

/** Numbers that look random and are the same for the same seed and purpose (SHA-256 of seed, purpose and a counter). */
export class Random {
  readonly #key: string;
  #count = 0;

  /** @param purpose keeps streams apart, so that one more draw for one purpose does not move the others. */
  constructor(seed: number, purpose: string) {
    this.#key = `${seed}/${purpose}`;
  }

  /** `digits` hex digits, at most 64. */
  hex(digits: number): string {
    this.#count += 1;
    return createHash("sha256").update(`${this.#key}/${this.#count}`).digest("hex").slice(0, digits);
  }

  /** From `least` up to but not including `most`. */
  between(least: number, most: number): number {
    return least + (Number.parseInt(this.hex(12), 16) / 16 ** 12) * (most - least);
  }

  pick<T>(choices: readonly T[]): T | undefined {
    return choices[Math.floor(this.between(0, choices.length))];
  }
}
