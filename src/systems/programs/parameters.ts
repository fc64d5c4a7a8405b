import { OpsError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";

/** The words of a program. @throws OpsError when they are none */
export function wordsIn(argv: Json | undefined): readonly string[] {
  const isTexts = Array.isArray(argv) && argv.every((word): word is string => typeof word === "string");
  if (isTexts && argv.length > 0 && argv[0] !== "") return argv;
  throw new OpsError({
    code: "bad-parameters",
    reason: "internal",
    what: `${JSON.stringify(argv)} is no program`,
    why: "it takes a list of words, the program's name first",
    next: "mend the environment file or the runbook",
  });
}
