import type { OpsError } from "../model/error.ts";
import { maskedText } from "../model/mask.ts";
import { row, type Screen, styled } from "./layout.ts";

/** An error for people: what failed, why, and what to type next. */
export function errorText({ what, why, next }: OpsError, screen: Screen): string {
  return [
    ...row(screen, [styled("red", "!! ")], [styled("bold", maskedText(what))]),
    ...maskedText(why)
      .split("\n")
      .flatMap((line) => row(screen, ["   why   "], [line])),
    ...next.split("\n").flatMap((line) => row(screen, ["   next  "], [line])),
  ].join("\n");
}
