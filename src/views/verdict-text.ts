import type { Verdict } from "../model/plan.ts";
import { row, type Screen, type Style, styled } from "./layout.ts";
import { counted } from "./words.ts";

/** A labelled line below a change. */
export interface Detail {
  readonly label: string;
  readonly text: string;
  readonly style?: Style;
}

/** The verdicts that a reader needs and that are of one change only: they stand beside it. */
export function verdictsOfOne(verdicts: readonly Verdict[]): readonly Verdict[] {
  return alike(verdicts).flatMap((group) => (group.length === 1 ? group : []));
}

/** What is said of several changes alike, once, with their number. */
export function verdictLines(verdicts: readonly Verdict[], screen: Screen): string[] {
  const shared = alike(verdicts).filter(({ length }) => length > 1);
  return shared.flatMap(([verdict, ...others]) =>
    verdict ? verdictDetails(verdict, others.length + 1).flatMap((detail) => detailLine(detail, screen)) : [],
  );
}

export function verdictDetails({ outcome, guard, because, instead }: Verdict, count: number): Detail[] {
  const of = count > 1 ? ` (${counted(count, "change")})` : "";
  const [label, style] = outcome === "refuse" ? (["refused", "red"] as const) : (["confirm", "yellow"] as const);
  return [
    { label, text: `${guard}: ${because}${of}`, style },
    ...(instead ? [{ label: "instead", text: instead }] : []),
  ];
}

function detailLine({ label, text, style }: Detail, screen: Screen): string[] {
  const word = label.padEnd(7);
  return row(screen, ["  ", style ? styled(style, word) : word, "  "], [text]);
}

function alike(verdicts: readonly Verdict[]): readonly (readonly Verdict[])[] {
  const told = verdicts.filter(({ outcome }) => outcome !== "allow");
  return [...Map.groupBy(told, (each) => [each.outcome, each.guard, each.because, each.instead].join("\n")).values()];
}
