import type { Screen } from "./layout.ts";

/** What a terminal can do. */
export interface TerminalScreen extends Screen {
  /** It can do nothing but write lines (`TERM=dumb`). */
  readonly isDumb: boolean;
}

/** The terminal as it is now: it may have been resized. */
export function terminalScreen(): TerminalScreen {
  const { isTTY, columns = 120 } = process.stdout;
  const isDumb = process.env.TERM === "dumb";
  return { columns, isDumb, hasColour: isTTY === true && !isDumb && !process.env.NO_COLOR };
}
