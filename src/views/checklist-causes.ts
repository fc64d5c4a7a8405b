import { maskedText } from "../model/mask.ts";
import type { ChecklistCell, ChecklistRow } from "../model/procedure.ts";
import { row, type Screen, styled } from "./layout.ts";
import { resultWords, worstFirst } from "./seen.ts";
import { counted } from "./words.ts";

/** One answer that is not a pass. */
interface Bad extends ChecklistCell {
  readonly what: string;
}

/**
 * The evidence of what did not pass, check by check and the worst first. Hosts that say the same are named together, and
 * what explains several checks is told once, with how many.
 */
export function causeLines(rows: readonly ChecklistRow[], screen: Screen): string[] {
  const bad = rows.flatMap(({ what, cells }) => {
    const found = worstFirst(cells, ({ result }) => result).filter(({ result }) => result !== "pass");
    return found.map((cell): Bad => ({ ...cell, what }));
  });
  const alike = [...Map.groupBy(bad, causeOf).values()];
  return alike.flatMap((group) => groupLines(group, screen));
}

/** Two hosts that say the same of themselves say the same. */
function causeOf({ result, evidence, next, subject }: Bad): string {
  return [result, ...[evidence, next].map((text) => withoutName(text, subject))].join("\n");
}

function withoutName(text: string, subject: string): string {
  return subject === "" ? text : text.replaceAll(subject, "HOST");
}

function groupLines(group: readonly Bad[], screen: Screen): string[] {
  const [first] = group;
  if (!first) return [];
  const { word, style } = resultWords[first.result];
  const hosts = [...new Set(group.map(({ subject }) => subject).filter(Boolean))];
  const told = (text: string) => (hosts.length > 1 ? withoutName(text, first.subject) : text);
  const of = hosts.length > 0 ? `${hosts.join(", ")}: ` : "";
  return [
    ...row(screen, [styled(style, word.padEnd(9)), styled("bold", headOf(group))]),
    ...linesOf(told(first.evidence)).flatMap((line) => row(screen, ["           "], [`${of}${line}`])),
    ...(first.next ? row(screen, ["           next  "], [told(first.next)]) : []),
  ];
}

/** A few checks by name; the grid says which ones the others are. */
function headOf(group: readonly Bad[]): string {
  const whats = [...new Set(group.map(({ what }) => what))];
  return whats.length < 3
    ? whats.join("; ")
    : `${counted(group.length, "answer")} of ${whats.length} checks, one cause`;
}

function linesOf(evidence: string): readonly string[] {
  return maskedText(evidence).split("\n");
}
