import { Random } from "../random.ts";

/** A number that is the same for the same seed and purpose, from `least` up to `most`. */
export function draw(seed: number, purpose: string, least: number, most: number): number {
  return new Random(seed, purpose).between(least, most);
}

/** A UUID that is the same for the same seed and purpose. */
export function uuid(seed: number, purpose: string): string {
  const hex = new Random(seed, purpose).hex(32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
