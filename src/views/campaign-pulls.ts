import type { Run } from "../model/run.ts";
import { factsOf } from "./campaign-facts.ts";
import { lanesOf } from "./campaign-lanes.ts";
import { row, type Screen } from "./layout.ts";

/** What became of the pull requests of a campaign's run: closed, merged, or still open. */
export function pullLines(run: Run, screen: Screen): string[] {
  const lanes = run.plan.procedure ? lanesOf(run.plan.procedure) : [];
  return lanes.flatMap((lane) => {
    const { repository, pullUrl, pullNumber, isClosed, merge } = factsOf(lane, run);
    if (pullNumber === "") return [];
    const word = isClosed ? "closed" : merge ? "merged" : "open";
    return row(screen, [`  ${word.padEnd(6)}  `], [pullUrl || `${repository}${pullNumber}`]);
  });
}
