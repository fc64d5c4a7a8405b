import type { OpsError } from "../model/error.ts";
import { maskedText } from "../model/mask.ts";
import { row, type Screen, styled } from "./layout.ts";
import { inOrder } from "./next-words.ts";

/** An error for people: what failed, why, and what to type next. */
export function errorText({ what, why, next }: OpsError, screen: Screen): string {
  return [
    ...row(screen, [styled("red", "!! ")], [styled("bold", maskedText(shortened(what, 500)))]),
    ...linesOf(maskedText(why)).flatMap((line) => row(screen, ["   why   "], [line])),
    ...linesOf(inOrder(next)).flatMap((line) => row(screen, ["   next  "], [line])),
  ].join("\n");
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => shortened(line, 4000));
}

/** A name that was pasted by mistake may be a megabyte. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} ... (${text.length} characters in all)`;
}
