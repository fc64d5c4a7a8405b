import { OpsError } from "../model/error.ts";

/** Far more than one types, far less than what the type stripping can take. */
const deepest = 500;

/**
 * Refuses what is nested so deep that the type stripping would overrun its own memory: afterwards it could read
 * nothing any more, and one could not even type `resume!`. Brackets in strings count too.
 * @throws OpsError `too-deep`
 */
export function mustNotBeTooDeep(text: string): void {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[([{<)\]}>]/g)) {
    depth = "([{<".includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
    if (depth > deepest) throw tooDeep(`more than ${deepest} brackets are open at once`);
  }
}

/** What the type stripping ran out of stack for; anything else as it is. */
export function explainedOverrun(error: unknown): unknown {
  const isOverrun = error instanceof Error && "code" in error && error.code === "ERR_INTERNAL_ASSERTION";
  return isOverrun ? tooDeep("reading it took more stack than there is", error) : error;
}

function tooDeep(why: string, cause?: unknown): OpsError {
  return new OpsError({
    code: "too-deep",
    reason: "usage",
    what: "this is nested too deep to be read",
    why,
    next: "type it in smaller pieces; if nothing can be read any more, leave the console and start it again",
    cause,
  });
}
