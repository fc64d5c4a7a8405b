import assert from "node:assert/strict";
import test from "node:test";
import { questionOf } from "../../src/engine/confirm.ts";
import type { Change, Plan } from "../../src/model/plan.ts";

const change: Change = {
  id: "rebuild: replace server/alibuild07",
  action: "replace",
  system: "openstack",
  kind: "server",
  name: "alibuild07",
  role: "build-agent",
  stack: "alibuild07",
  risk: "destructive",
  because: "it is asked for",
  before: {},
  after: {},
  needs: [],
  asksByItself: false,
  waits: [],
  targets: [],
};
const plan: Plan = {
  id: "p-1",
  title: "RebuildAgent alibuild07",
  invocation: { recipe: "RebuildAgent", verb: "", args: ["alibuild07"] },
  environment: "alibuild",
  stack: "alibuild07",
  world: "REHEARSAL",
  worldId: "rehearsal-1",
  observedAt: "2026-03-01T14:02:11.000Z",
  fingerprint: "0",
  definition: "0",
  verify: [],
  basis: {},
  documents: {},
  changes: [change],
  unchanged: [],
  verdicts: [],
  notes: [],
};

const asked: readonly (readonly [string | undefined, string])[] = [
  [undefined, "Replace server alibuild07?"],
  ["mark the old agent gone: it never comes back", "Mark the old agent gone? It never comes back."],
  ["rebuild alibuild07; its volumes stay", "Rebuild alibuild07? Its volumes stay."],
  ['lift the lock of alibuild03 ("never: says who")', 'Lift the lock of alibuild03 ("never: says who")?'],
];
for (const [does, text] of asked)
  test(`a person is asked: ${text}`, () => {
    const one = { ...change, ...(does && { does }) };
    assert.equal(questionOf("confirm", [one], { ...plan, changes: [one] })?.text, text);
  });

test("a command stands as it was typed", () => {
  const command: Change = { ...change, kind: "command", does: "run echo a: b; c on alibuild07" };
  assert.equal(questionOf("confirm", [command], plan)?.text, "Run echo a: b; c on alibuild07?");
});
