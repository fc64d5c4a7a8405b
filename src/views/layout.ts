import { styleText } from "node:util";
import { printable } from "../model/printable.ts";
import { columnsTaken } from "./width.ts";

/** What text is laid out for. */
export interface Screen {
  /** Below 40 it is laid out for 40. */
  readonly columns: number;
  readonly hasColour: boolean;
}

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "inverse";

/** A stretch of text, perhaps in a style. Its text may come from outside: it is made printable when it is laid out. */
export type Span = string | { readonly text: string; readonly style: Style };

interface Piece {
  readonly text: string;
  readonly style: Style | undefined;
  readonly width: number;
}

const narrowest = 40;

export function styled(style: Style, text: string): Span {
  return { text, style };
}

export function columnsOf(screen: Screen): number {
  return Math.max(narrowest, screen.columns);
}

/** Columns that the text takes on a terminal. */
export function widthOf(...spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + columnsTaken(printable(textOf(span))), 0);
}

/** The text with spaces behind it up to `width` columns. */
export function padded(text: string, width: number): string {
  const clean = printable(text);
  return clean + " ".repeat(Math.max(0, width - columnsTaken(clean)));
}

/** A label with its text beside it; further lines hang under the text. No line is wider than the screen. */
export function row(screen: Screen, label: readonly Span[], text: readonly Span[] = []): string[] {
  const pieces = [...label, ...text].flatMap(words);
  const hang = hangOf(pieces, widthOf(...label), text.length > 0, columnsOf(screen));
  return wrapped(pieces, columnsOf(screen), hang).map((line) => painted(screen, line));
}

/** Under the text, where at least half the screen is left for it; else a little further in than the label. */
function hangOf(pieces: readonly Piece[], labelWidth: number, hasText: boolean, columns: number): number {
  const [first] = pieces;
  const indent = first && isGap(first) ? first.width : 0;
  return hasText && labelWidth <= columns / 2 ? labelWidth : Math.min(indent + 2, columns / 4);
}

function textOf(span: Span): string {
  return typeof span === "string" ? span : span.text;
}

/** The words of a span and the gaps between them. */
function words(span: Span): Piece[] {
  const style = typeof span === "string" ? undefined : span.style;
  return (printable(textOf(span)).match(/ +|[^ ]+/g) ?? []).map((text) => pieceOf(text, style));
}

function pieceOf(text: string, style: Style | undefined): Piece {
  return { text, style, width: columnsTaken(text) };
}

function wrapped(pieces: readonly Piece[], columns: number, hang: number): Piece[][] {
  const indent = pieceOf(" ".repeat(hang), undefined);
  const lines: Piece[][] = [[]];
  let room = columns;
  for (const piece of pieces.flatMap((whole) => fitting(whole, columns - hang))) {
    if (piece.width > room) {
      lines.push([indent]);
      room = columns - hang;
      if (isGap(piece)) continue;
    }
    lines.at(-1)?.push(piece);
    room -= piece.width;
  }
  return lines;
}

/** A word that is wider than a whole line, in parts that fit. */
function fitting(piece: Piece, columns: number): Piece[] {
  if (piece.width <= columns || isGap(piece)) return [piece];
  const parts: Piece[] = [];
  let part = "";
  for (const { segment } of new Intl.Segmenter().segment(piece.text)) {
    if (columnsTaken(part + segment) > columns) {
      parts.push(pieceOf(part, piece.style));
      part = "";
    }
    part += segment;
  }
  return [...parts, pieceOf(part, piece.style)];
}

function isGap(piece: Piece): boolean {
  return piece.text.trim() === "";
}

function painted(screen: Screen, line: readonly Piece[]): string {
  const kept = line.slice(0, line.findLastIndex((piece) => !isGap(piece)) + 1);
  if (!screen.hasColour) return kept.map(({ text }) => text).join("");
  const stretches: { text: string; readonly style: Style | undefined }[] = [];
  for (const { text, style } of kept) {
    const last = stretches.at(-1);
    if (last && last.style === style) last.text += text;
    else stretches.push({ text, style });
  }
  return stretches
    .map(({ text, style }) => (style ? styleText(style, text, { validateStream: false }) : text))
    .join("");
}
