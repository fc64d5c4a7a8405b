import type { Seen } from "../model/procedure.ts";
import type { CheckRow } from "../model/status.ts";
import type { Style } from "./layout.ts";
import type { Detail } from "./verdict-text.ts";
import { counted } from "./words.ts";

export type Result = CheckRow["result"];

/** From the worst to the best. */
const results = ["fail", "unknown", "pass"] as const satisfies readonly Result[];

/** As one reads them; the style is beside the word, never instead of it. */
export const resultWords: Readonly<Record<Result, { readonly word: string; readonly style: Style }>> = {
  pass: { word: "pass", style: "green" },
  fail: { word: "FAIL", style: "red" },
  unknown: { word: "unknown", style: "yellow" },
};

export function resultOf({ state }: Seen): Result {
  if (state.holds === "yes") return "pass";
  return state.holds === "no" ? "fail" : "unknown";
}

/** What a step that saw these comes to. */
export function worstOf(all: readonly Result[]): Result {
  return results.find((result) => all.includes(result)) ?? "pass";
}

/** The worst first; what is equally bad in the order in which it was. */
export function worstFirst<T>(items: readonly T[], resultOfItem: (item: T) => Result): readonly T[] {
  return results.flatMap((result) => items.filter((item) => resultOfItem(item) === result));
}

/** `13 of 13`, and with several hosts `alimesos01 13 of 13, alimesos03 12 of 13`. */
export function tallyOf(seen: readonly Seen[]): string {
  const hosts = [...Map.groupBy(seen, ({ condition }) => condition.subject ?? "")];
  return hosts.map(([host, of]) => `${hosts.length > 1 && host ? `${host} ` : ""}${passing(of)}`).join(", ");
}

function passing(seen: readonly Seen[]): string {
  return `${seen.filter((each) => resultOf(each) === "pass").length} of ${seen.length}`;
}

/** More would push the steps off the screen. */
const shownAtMost = 4;

/** The evidence of what did not pass, the worst first, with what to do next; where all passed, of the few that there are. */
export function evidenceOf(seen: readonly Seen[]): readonly Detail[] {
  const bad = worstFirst(seen, resultOf).filter((each) => resultOf(each) !== "pass");
  if (bad.length === 0) return seen.length > 3 ? [] : seen.flatMap(passedDetail);
  const more = bad.length - shownAtMost;
  const rest = more > 0 ? [{ label: "", text: `and ${counted(more, "other")} that did not pass` }] : [];
  return [...bad.slice(0, shownAtMost).flatMap(badDetails), ...rest];
}

function passedDetail({ state }: Seen): Detail[] {
  return state.detail ? [{ label: "seen", text: state.detail }] : [];
}

function badDetails(each: Seen): Detail[] {
  const { word, style } = resultWords[resultOf(each)];
  const { condition, state } = each;
  const of = condition.subject && !condition.what.includes(condition.subject) ? `${condition.subject}: ` : "";
  const text = `${of}${condition.what}${state.detail ? `: ${state.detail}` : ""}`;
  return [{ label: word, text, style }, ...(state.next ? [{ label: "next", text: state.next }] : [])];
}
