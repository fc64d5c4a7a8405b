import { runbookMarkdown } from "../../src/console/runbook-markdown.ts";
import { loadEnvironment, loadRunbooks } from "../../src/prompt/load.ts";

/** The environment whose hosts, images and times the pages are read with. */
const readWith = "alibuild";

/** Each page of `docs/runbooks/` by its file's name, and `README.md`, which lists them. */
export async function runbookPages(root: string): Promise<ReadonlyMap<string, string>> {
  const environment = await loadEnvironment(readWith, root);
  const { items, failures } = await loadRunbooks(root);
  if (failures[0]) throw failures[0];
  const names = [...items.keys()].sort();
  const pages = names.map((name) => [`${name}.md`, runbookMarkdown(name, items, environment)] as const);
  const rows = names.map((name) => `* [${name}](${name}.md): ${items.get(name)?.title}`);
  return new Map([...pages, ["README.md", indexOf(rows)]]);
}

function indexOf(rows: readonly string[]): string {
  const intro = `The runbooks as they read in the environment \`${readWith}\`. Written by \`npm run docs\` from \`runbooks/\`: change a
runbook, never its page.`;
  return `# Runbooks\n\n${intro}\n\n${rows.join("\n")}\n`;
}
