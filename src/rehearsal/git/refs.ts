import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Nothing is ever packed here: a branch is a file of its name, which git replaces as a whole. No process is needed to read it. */
function headsOf(repository: string): string {
  return join(repository, "refs", "heads");
}

/** Where a branch stands; `undefined` when there is none of that name. */
export function tipOf(repository: string, branch: string): string | undefined {
  if (branch.split("/").includes("..")) return undefined;
  return shaIn(join(headsOf(repository), branch));
}

/** All branches with their tips, by name. */
export function tipsOf(repository: string): ReadonlyMap<string, string> {
  const heads = headsOf(repository);
  const files = readdirSync(heads, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !path.endsWith(".lock"));
  const tips = paths.sort().flatMap((path): [string, string][] => {
    const sha = shaIn(path);
    return sha === undefined ? [] : [[relative(heads, path), sha]];
  });
  return new Map(tips);
}

function shaIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    // No file, or a folder: no branch.
    return undefined;
  }
}
