import { createHash } from "node:crypto";

/** From `least` up to `most`, the same each time for the same purpose in the same world, whatever else was drawn before. */
export function drawn(key: string, purpose: string, least: number, most: number): number {
  const digits = createHash("sha256").update(`${key}/${purpose}`).digest("hex").slice(0, 12);
  return least + (Number.parseInt(digits, 16) / 16 ** 12) * (most - least);
}
