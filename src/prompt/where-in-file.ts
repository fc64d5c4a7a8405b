import { pathToFileURL } from "node:url";

/** The line of the file that an error's stack names first, if it does. */
function whereInFile(error: unknown, file: string): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const name of [pathToFileURL(file).href, file]) {
    const at = stack.indexOf(`${name}:`);
    const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + name.length + 1), 10);
    if (!Number.isNaN(line)) return line;
  }
  return undefined;
}
