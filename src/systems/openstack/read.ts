import type { Json } from "../../model/json.ts";
import { cloudError, quoted } from "./error.ts";

/** Reads JSON that came from outside; throws `cloud-answer` when it is none. */
export function parseJson(text: string, from: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw cloudError("cloud-answer", `${from} did not answer JSON`, quoted(text, 200) || "empty body", cause);
  }
}
