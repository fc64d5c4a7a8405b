import { maskedText } from "../model/mask.ts";
import { printable } from "../model/printable.ts";

/** Text from outside as plain text of a Markdown document or table: no markup, no new cells. */
export function plainText(text: string): string {
  return printable(maskedText(text)).replace(/[\\`*<>|[\]]/g, "\\$&");
}

/** A section with a table; nothing without rows. */
export function section(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : `## ${title}\n\n${grid(heads, rows)}`;
}

export function grid(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plainText).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** As code, in ticks that nothing in the text can close. */
export function code(text: string): string {
  return `\`${printable(text).replaceAll("`", "'")}\``;
}

/** In a fence that nothing in the text can close. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
