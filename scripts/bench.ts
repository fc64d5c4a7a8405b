/**
 * Measures what the console promises of its speed, and prints one table: `npm run bench`. Takes about a minute; what
 * else runs on the machine shows in the times and hardly in the ratios. It needs util-linux's `script`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterRows } from "./bench/cluster.ts";
import { completionRows } from "./bench/completion.ts";
import { promptRows } from "./bench/prompt.ts";
import { tableOf } from "./bench/row.ts";

const home = mkdtempSync(join(tmpdir(), "bench-"));
try {
  console.error("prompts, completion, plans: about a minute");
  console.log(tableOf([...(await promptRows(home)), ...(await completionRows()), ...(await clusterRows())]));
} finally {
  rmSync(home, { recursive: true });
}
