import { row, type Screen } from "./layout.ts";

/** What stands before a line's text: its indent and number, or names in a column of their own. */
const labelled = /^(\s*(?:[*-] |\d+\. |\S+(?: \S+)* {2,})?)(.*)$/;

/** A text that was laid out for nobody, wrapped at words for this screen; each line hangs under its own text. */
export function proseText(text: string, screen: Screen): string {
  return text
    .split("\n")
    .flatMap((line) => {
      const [, label = "", rest = ""] = labelled.exec(line) ?? [];
      return row(screen, [label], [rest]);
    })
    .join("\n");
}
