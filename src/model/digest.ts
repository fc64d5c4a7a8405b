import { createHash } from "node:crypto";
import { canonical, type Json } from "./json.ts";

/** The first 16 hex digits of the SHA-256 of the value's canonical JSON: short enough for a tag and a screen. */
export function digest(value: Json): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);
}
