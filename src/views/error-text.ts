import type { OpsError } from "../model/error.ts";
import { maskedText } from "../model/mask.ts";
import { row, type Screen, styled } from "./layout.ts";

/** An error for people: what failed, why, and what to type next. */
export function errorText({ what, why, next }: OpsError, screen: Screen): string {
  return [
    ...row(screen, [styled("red", "!! ")], [styled("bold", maskedText(shortened(what)))]),
    ...maskedText(shortened(why))
      .split("\n")
      .flatMap((line) => row(screen, ["   why   "], [line])),
    ...shortened(next)
      .split("\n")
      .flatMap((line) => row(screen, ["   next  "], [line])),
  ].join("\n");
}

/** More than a screen holds. A name that was pasted by mistake may be a megabyte. */
const mostCharacters = 8000;

function shortened(text: string): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters)} ... (${text.length} characters in all)`;
}
