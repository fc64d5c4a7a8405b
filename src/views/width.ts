import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const isPlain = /^[\x20-\x7e]*$/;

/**
 * Columns that printable text takes on a terminal. Most of it is plain; what knows of all other scripts and of emoji
 * takes as long to load as Node takes to start, so it is loaded when it is first needed.
 */
export function columnsTaken(text: string): number {
  return isPlain.test(text) ? text.length : stringWidth(text);
}

function stringWidth(text: string): number {
  const loaded: typeof import("string-width") = require("string-width");
  return loaded.default(text);
}
