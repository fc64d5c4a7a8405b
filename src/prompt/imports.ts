import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { OpsError } from "../model/error.ts";
import { textOf } from "./outside.ts";

/** What stands at the prompt where one types `import`. */
export const importWord = "importFile";

/** Whatever imports: the keyword has no other spelling, and nothing but blanks and comments before its bracket. */
const mayImport = /\bimport\b(?=\s*[(./])/g;

/**
 * The script with {@link importWord} in place of the keyword: an import of Node's would bring the module itself into
 * the prompt, and with it, or with its error, all of the console.
 *
 * A word is the keyword where `class` in its place cannot be read, in any of the ways in which the REPL may read the
 * text; elsewhere it is part of a text, a comment or a name. In a text that cannot be read at all each one is replaced.
 */
export function withoutImports(script: string): string {
  const places = [...script.matchAll(mayImport)].map(({ index }) => index);
  const readings = places.length > 0 ? waysToRead.filter((read) => isReadable(read(script))) : [];
  const isKeyword = (at: number) =>
    readings.length === 0 || readings.some((read) => !isReadable(read(replaced(script, at, "class"))));
  const last = places.findLast(isKeyword);
  return last === undefined ? script : withoutImports(replaced(script, last, importWord));
}

function replaced(script: string, at: number, word: string): string {
  return script.slice(0, at) + word + script.slice(at + "import".length);
}

/** As it is, as an object in brackets, and each with `await`. */
const waysToRead: readonly ((script: string) => string)[] = [
  (script) => script,
  (script) => `(${script.trim()})`,
  (script) => `(async () => {${script}\n})`,
  (script) => `(async () => {(${script.trim()})\n})`,
];

function isReadable(script: string): boolean {
  try {
    new Script(script);
    return true;
  } catch {
    return false;
  }
}

const project = pathToFileURL(join(import.meta.dirname, "../../"));

/**
 * What a file of `recipes/` or `runbooks/` exports.
 * @throws OpsError `import` for every other one
 */
export async function importFile(specifier: unknown): Promise<unknown> {
  return import(permitted(textOf(specifier), project).href);
}

/** The folders below the project's that `import()` at the prompt may reach. */
const folders = ["recipes/", "runbooks/"];

/**
 * Should an import of the prompt ever reach Node after all: it resolves files of `recipes/` and `runbooks/` only. One
 * import of a built-in module would walk around every guard.
 * @param root the project's folder; relative names are meant from there
 */
export function closeImports(root: string): void {
  const base = pathToFileURL(join(root, "/"));
  registerHooks({
    resolve(specifier, context, next) {
      if (!isFromPrompt(context.parentURL)) return next(specifier, context);
      return next(permitted(specifier, base).href, context);
    },
  });
}

/** node:repl gives its imports this parent, and none at all when the working directory is gone. */
function isFromPrompt(parentURL: string | undefined): boolean {
  return parentURL === undefined || parentURL === promptUrl();
}

function promptUrl(): string | undefined {
  try {
    return pathToFileURL(join(process.cwd(), "repl")).href;
  } catch {
    return undefined;
  }
}

function permitted(specifier: string, base: URL): URL {
  const url = URL.parse(specifier, base.href);
  if (url && folders.some((folder) => url.href.startsWith(new URL(folder, base).href))) return url;
  throw new OpsError({
    code: "import",
    reason: "refused",
    what: `the prompt does not import ${specifier}`,
    why: "with other modules one could reach around the guards",
    next: 'import a file of the project: await import("./recipes/…") or await import("./runbooks/…")',
  });
}
