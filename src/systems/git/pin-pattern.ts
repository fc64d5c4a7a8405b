import type { Pin } from "../../model/sources.ts";
import { checkError } from "./error.ts";

/** Where a version stands in a text: characters from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Longer than any pattern needs that does not try the same again and again. */
const withinMs = 2000;
const script = '[...text.matchAll(new RegExp(source, "dgm"))].map(({ indices }) => indices.groups?.version ?? null)';

/**
 * Where a pin's pattern finds its version. A pattern that takes for ever is stopped.
 * @param where the file, for people
 * @throws OpsError `edit-pattern`
 */
export async function spansOf({ of, pattern }: Pin, text: string, where: string): Promise<readonly Span[]> {
  const { runInNewContext } = await import("node:vm");
  // The text has one character for each byte, and so must what is looked for in it.
  const source = Buffer.from(pattern, "utf8").toString("latin1");
  try {
    const found: unknown = runInNewContext(script, { text, source }, { timeout: withinMs });
    return spansIn(found);
  } catch (error) {
    throw badPattern(of, where, whyOf(error));
  }
}

function spansIn(found: unknown): readonly Span[] {
  if (!Array.isArray(found)) throw new TypeError("no list was found");
  return Array.from(found, (pair: unknown) => {
    const [start, end]: unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof start !== "number" || typeof end !== "number") throw new TypeError("a match has no group `version`");
    return { start, end };
  });
}

/** What is thrown in another context is no `Error` of this one. */
function whyOf(error: unknown): string {
  const { code, message } = typeof error === "object" && error !== null ? { code: "", message: "", ...error } : {};
  if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return `it was not through with it after ${withinMs / 1000} s`;
  return String(message || (error instanceof Error ? error.message : error));
}

function badPattern(of: string, where: string, why: string): Error {
  const next = "correct the pattern in `sources` of the environment";
  return checkError("edit-pattern", `The pattern of ${of} cannot be looked for in ${where}`, why, next);
}
