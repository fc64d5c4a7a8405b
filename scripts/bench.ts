/**
 * Measures what the console promises of its speed, and prints one table: `npm run bench`. Takes two minutes and a half;
 * what else runs on the machine shows in the times and hardly in the ratios, but for the masters' checklist: beside its
 * slowest look it has more to compute, and wants two cores that are free. It needs util-linux's `script`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checklistRows } from "./bench/checklist.ts";
import { clusterRows } from "./bench/cluster.ts";
import { completionRows } from "./bench/completion.ts";
import { promptRows } from "./bench/prompt.ts";
import { tableOf } from "./bench/row.ts";
import { sshRows } from "./bench/ssh.ts";

const home = mkdtempSync(join(tmpdir(), "bench-"));
try {
  console.error("prompts, completion, checklist, plans, commands on 200 hosts: about two minutes and a half");
  const rows = [
    await promptRows(home),
    await completionRows(),
    await checklistRows(),
    await clusterRows(),
    await sshRows(),
  ];
  console.log(tableOf(rows.flat()));
} finally {
  rmSync(home, { recursive: true });
}
