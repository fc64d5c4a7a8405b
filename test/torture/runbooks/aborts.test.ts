import { describe, test } from "node:test";
import { killTheAbortToo } from "./abort.ts";
import { scenarios } from "./scenarios.ts";

/** Where something is owed. */
const cases = [
  ["RebuildAgent, cordoned", "done ended"],
  ["RebuildAgent, drained", "sent drain: act agent/alibuild07/drain-ID-S2"],
  ["RebootServer of a locked server", "sent unlock: act server/alibuild03/unlock"],
  ["RebootServer of a locked server", "sent reboot: act server/alibuild03/reboot"],
  ["RebootServer, plain", "done unlock: act server/alibuild03/unlock"],
] as const;

describe("kill -9 at every boundary of an abort", { concurrency: 2 }, () => {
  for (const [name, at] of cases) {
    test(`${name}: ${at}`, { timeout: 15 * 60_000 }, async (t) => {
      for (const scenario of scenarios.filter((each) => each.name === name)) {
        t.diagnostic((await killTheAbortToo(t, scenario, at)).join(" | "));
      }
    });
  }
});
