import { runbookMarkdown } from "../../src/console/runbook-markdown.ts";
import type { Environment } from "../../src/model/environment.ts";
import { loadEnvironment, loadRunbooks } from "../../src/prompt/load.ts";
import type { Runbook } from "../../src/runbook.ts";

/** The environments whose hosts, images, repositories and times the pages are read with: each runbook with the first that has what it works on. */
const readWith = ["alibuild", "cantareira"];

/** Each page of `docs/runbooks/` by its file's name, and `README.md`, which lists them. */
export async function runbookPages(root: string): Promise<ReadonlyMap<string, string>> {
  const environments = await Promise.all(readWith.map((name) => loadEnvironment(name, root)));
  const { items, failures } = await loadRunbooks(root);
  if (failures[0]) throw failures[0];
  const groups = environments.map((environment, index) => {
    const own = [...items].filter(([, { isFor }]) => environments.find(isFor) === environments[index]);
    return { environment, own: own.toSorted(([one], [other]) => (one < other ? -1 : 1)) };
  });
  const pages = groups.flatMap(({ environment, own }) =>
    own.map(([name]) => [`${name}.md`, runbookMarkdown(name, items, environment)] as const),
  );
  return new Map([...pages, ["README.md", indexOf(groups)]]);
}

interface Group {
  readonly environment: Environment;
  readonly own: readonly (readonly [string, Runbook])[];
}

function indexOf(groups: readonly Group[]): string {
  const intro = `Each as it reads in the environment above it. Written by \`npm run docs\` from \`runbooks/\`: change a runbook,
never its page.`;
  const sections = groups.map(({ environment: { name, title }, own }) => {
    const rows = own.map(([runbook, of]) => `* [${runbook}](${runbook}.md): ${of.title}`);
    return `## ${name}: ${title}\n\n${rows.join("\n")}`;
  });
  return `# Runbooks\n\n${intro}\n\n${sections.join("\n\n")}\n`;
}
