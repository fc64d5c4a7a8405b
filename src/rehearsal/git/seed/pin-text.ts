import type { Pin } from "../../../model/sources.ts";

/**
 * The plainest text that a pin's pattern finds, with that version in it.
 * @throws Error for a pattern that is made of more than literal text, choices and the version
 */
export function pinText({ of, pattern }: Pick<Pin, "of" | "pattern">, version: string): string {
  const text = literalOf(pattern).replace("\0", () => version);
  if (new RegExp(pattern, "m").exec(text)?.groups?.version === version) return text;
  throw new Error(`no rehearsed text can be written for the pin of ${of}: ${pattern}`);
}

function literalOf(pattern: string): string {
  return pattern
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replace(/\(\?<version>(?:\[[^\]]*\]|\\.|[^()\\])*\)/, "\0")
    .replace(/\(\?:([^|()]*)(?:\|[^()]*)?\)/g, "$1")
    .replace(/\\s[*+]?/g, " ")
    .replace(/\\n/g, "\n")
    .replace(/\\(.)/g, "$1");
}
