import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { join } from "node:path";

/**
 * Checks a text, unless the same check passed on the same text before. That is remembered beside the compiled form of
 * our modules; without that folder every text is checked every time.
 * @param check throws when the text is not all right
 */
export function oncePerText(name: string, text: string, check: () => void): void {
  const folder = getCompileCacheDir();
  const mark = folder && join(folder, `${name}-${createHash("sha256").update(text).digest("hex")}`);
  if (mark && existsSync(mark)) return;
  check();
  if (mark) remember(mark);
}

function remember(mark: string): void {
  try {
    writeFileSync(mark, "", { mode: 0o600 });
  } catch {
    // A read-only home: it is checked again next time.
  }
}
