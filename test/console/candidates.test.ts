import assert from "node:assert/strict";
import test from "node:test";
import environment from "../../environments/cantareira.ts";
import { Candidates } from "../../src/console/candidates.ts";
import { began } from "../engine/journal/events.ts";
import { openAsJane, temporaryHome } from "../engine/journal/fixture.ts";

test("all runs can be shown, only parked ones gone on with; what is offered is sorted as completion needs it", (t) => {
  const store = openAsJane(temporaryHome(t));
  t.after(() => store.close());
  for (const run of Array.from({ length: 11 }, (_, index) => `r${index + 1}`)) {
    const { lease } = store.begin("cantareira/test", "a run", began);
    const isParked = run === "r2" || run === "r10";
    const body = isParked ? { why: "Ctrl-C", next: `resume!("${run}")` } : { status: "done" };
    store.append([{ run, step: "", kind: isParked ? "parked" : "ended", body }], lease);
    store.release(lease);
  }
  const candidates = new Candidates({ store, seenHosts: ["i-1"], parts: { environment, runbooks: new Map() } });
  assert.deepEqual(candidates.of("parked-run"), ["r10", "r2"]);
  assert.deepEqual(candidates.of("run"), ["r1", "r10", "r11", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"]);
  assert.deepEqual(candidates.of("stack"), ["dev", "stable", "test"]);
  assert.deepEqual(candidates.of("host"), ["i-1"]);
});
