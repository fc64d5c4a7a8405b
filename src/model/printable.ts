/** Terminal sequences: OSC, DCS and their kin up to their terminator, CSI, and the short ones. 8-bit forms too. */
const sequences =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]+[0-~]/g;
const gaps = /\r\n|[\t\n\v\f\r\x85\u2028\u2029]/g;
/** C0, DEL, C1; marks that reorder text; what takes no room, and so would make two names look alike. */
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * Text as it may be drawn on a terminal: without control sequences, control characters and marks that reorder it.
 * A tab or a line break becomes a space; with `keepsLines` line breaks stay.
 */
export function printable(text: string, { keepsLines = false }: { readonly keepsLines?: boolean } = {}): string {
  const spaced = text
    .toWellFormed()
    .replace(sequences, "")
    .replace(gaps, (gap) => (keepsLines && gap !== "\t" ? "\n" : " "));
  return spaced.replace(controls, "");
}

/** Text from outside on one line, as it may be drawn, short enough to be quoted. */
export function quoted(text: string, atMost = 200): string {
  const line = printable(text).trim();
  return line.length > atMost ? `${line.slice(0, atMost)}…` : line;
}
