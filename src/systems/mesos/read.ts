import type { Json } from "../../model/json.ts";
import { quoted } from "../../model/printable.ts";
import { mesosError } from "./error.ts";

/** Reads JSON that came from outside; throws `mesos-answer` when it is none. */
export function parseJson(text: string, from: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw mesosError("mesos-answer", `${from} did not answer JSON`, quoted(text.slice(0, 200)) || "empty body", cause);
  }
}
