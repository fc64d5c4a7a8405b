/**
 * Writes `docs/runbooks/`: each runbook as a page, from the same source as `doc("RebuildMaster")`. `npm run docs`;
 * `test/docs/runbooks.test.ts` fails while a page is not what its runbook says.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runbookPages } from "./docs/pages.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "docs", "runbooks");
const pages = await runbookPages(root);

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder).filter((name) => !pages.has(name))) rmSync(join(folder, file));
for (const [file, text] of pages) writeFileSync(join(folder, file), text);
console.log(`docs/runbooks: ${pages.size} pages`);
