import type { Json } from "../../model/json.ts";

/** `undefined`: it is not JSON. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
