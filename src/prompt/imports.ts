import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { OpsError } from "../model/error.ts";

/** The folders below the project's that `import()` at the prompt may reach. */
const folders = ["recipes/", "runbooks/"];

/**
 * Lets `import()` at the prompt resolve files of `recipes/` and `runbooks/` only; refuses everything else with an
 * OpsError `import`. One import of a built-in module would walk around every guard.
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
