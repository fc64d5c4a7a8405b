import assert from "node:assert/strict";
import test from "node:test";
import { runOf } from "#src/engine/journal/run-state.ts";
import { change, plan, step, type Told, told } from "./events.ts";
import { opsErrorOf } from "./fixture.ts";

test("a run that has just begun", () => {
  const run = runOf(told(), true);
  assert.equal(run.id, "r7");
  assert.equal(run.status, "running");
  assert.equal(run.who, "jane@host");
  assert.equal(run.beganAt, "2026-03-01T14:00:00.000Z");
  assert.deepEqual(run.plan, plan);
  assert.deepEqual(run.steps, []);
  assert.equal(run.verification, undefined);
});

test("a run whose console died is parked and says how to go on", () => {
  for (const events of [told(), told(["parked", "", { why: "x", next: "y" }], ["resumed", "", {}])]) {
    const run = runOf(events, false);
    assert.equal(run.status, "parked");
    assert.equal(run.why, "its console ended");
    assert.equal(run.next, 'resume!("r7")');
  }
  const withPid = runOf(told(["resumed", "", { pid: 1234 }]), false);
  assert.equal(withPid.why, "its console ended (process 1234)");
});

test("parked, resumed, ended: the last of them counts", () => {
  const parked: Told = ["parked", "", { why: "nobody answered", next: 'resume!("r7")' }];
  const run = runOf(told(parked), true);
  assert.deepEqual([run.status, run.why, run.next], ["parked", "nobody answered", 'resume!("r7")']);
  assert.equal(runOf(told(parked, ["resumed", "", {}]), true).status, "running");
  const ended = runOf(
    told(parked, ["resumed", "", {}], ["ended", "", { status: "failed", why: "no capacity" }]),
    false,
  );
  assert.deepEqual([ended.status, ended.why, ended.endedAt], ["failed", "no capacity", "2026-03-01T14:03:00.000Z"]);
});

const intended: Told = ["intended", step, { change, token: "t-1", repeat: "idempotent" }];

for (const [what, events, expected] of [
  ["a question", [["asked", "confirm", { level: "safe" }]], { step: "confirm", status: "asked" }],
  [
    "an answer",
    [
      ["asked", "confirm", { level: "safe" }],
      ["answered", "confirm", { isYes: true, text: "y", how: "typed" }],
    ],
    { step: "confirm", status: "answered", ended: 2, value: { isYes: true, text: "y", how: "typed" } },
  ],
  ["an effect under way", [intended], { step, status: "intended", change }],
  [
    "a done effect",
    [intended, ["done", step, { value: ["i-1"] }]],
    { step, status: "done", change, ended: 2, value: ["i-1"] },
  ],
  [
    "a failed effect",
    [intended, ["failed", step, { code: "no-capacity", what: "w", why: "y" }]],
    { step, status: "failed", change, ended: 2, value: { code: "no-capacity", what: "w", why: "y" } },
  ],
  [
    "a doubt",
    [intended, ["doubted", step, { why: "connection reset" }]],
    { step, status: "doubted", change, evidence: "connection reset" },
  ],
  [
    "a settled doubt",
    [
      intended,
      ["doubted", step, { why: "connection reset" }],
      ["settled", step, { happened: "no", evidence: "no instance has its tag" }],
    ],
    { step, status: "settled", change, ended: 3, evidence: "no instance has its tag" },
  ],
  [
    "a doubt that was settled and done",
    [
      intended,
      ["doubted", step, { why: "connection reset" }],
      ["settled", step, { happened: "yes", evidence: "i-1 has its tag" }],
      ["done", step, { value: "i-1" }],
    ],
    { step, status: "done", change, ended: 4, value: "i-1", evidence: "i-1 has its tag" },
  ],
] as const satisfies readonly (readonly [string, readonly Told[], object])[]) {
  test(`a step: ${what}`, () => {
    const { ended, ...rest } = { ended: undefined, ...expected };
    const endedAt = ended === undefined ? {} : { endedAt: `2026-03-01T14:0${ended}:00.000Z` };
    const beganAt = "2026-03-01T14:01:00.000Z";
    assert.deepEqual(runOf(told(...events), true).steps, [{ beganAt, ...endedAt, ...rest }]);
  });
}

test("each attempt is a step of its own, in the order in which they began", () => {
  const second = `${change}/run-instances/2`;
  const { steps } = runOf(
    told(
      intended,
      ["failed", step, { code: "throttled" }],
      ["intended", second, { change }],
      ["done", second, { value: "i-2" }],
    ),
    true,
  );
  assert.deepEqual(
    steps.map((each) => [each.step, each.status]),
    [
      [step, "failed"],
      [second, "done"],
    ],
  );
});

test("a plan that was taken over in its new form is the run's plan", () => {
  assert.equal(runOf(told(["replanned", "", { plan: { ...plan, id: "p-new" } }]), true).plan.id, "p-new");
});

test("the verification is what was seen last", () => {
  const conditions = [
    { what: "a leader is elected", state: { holds: "yes", detail: "10.20.1.10", progress: { done: 1, total: 1 } } },
  ];
  const run = runOf(told(["verified", "", { conditions: [] }], ["verified", "", { conditions }]), true);
  assert.deepEqual(run.verification, conditions);
});

for (const [what, events, why] of [
  ["no events", [], /its first event is missing/],
  ["no beginning", told(["done", step, {}]).slice(1), /its first event is missing/],
  [
    "a plan that is not one",
    told(["replanned", "", { plan: { ...plan, changes: [{ id: 7 }] } }]),
    /the plan of its event 2/,
  ],
  ["an end of no known status", told(["ended", "", { status: "exploded" }]), /the status of its event 2 \(ended\)/],
] as const) {
  test(`${what}: said, not guessed`, () => {
    const error = opsErrorOf(() => runOf(events, true));
    assert.equal(error.code, "run-unreadable");
    assert.match(error.why, why);
  });
}
