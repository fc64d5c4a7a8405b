import assert from "node:assert/strict";
import test from "node:test";
import type { RunBegan, RunEvent } from "../../src/model/run.ts";
import { type Frame, finishedText, runFrame } from "../../src/views/run-frame.ts";
import { noRun, type RunState, reduceRun } from "../../src/views/run-state.ts";
import { journalEvent, runOf, volumes } from "./samples.ts";

const [first, second] = ["create volume/mesos-master-test-a", "create volume/mesos-master-test-b"];
const frame: Frame = {
  columns: 100,
  rows: 30,
  hasColour: false,
  now: 5000,
  usuals: {},
  isParking: false,
  isLogWhole: false,
  isWhyShown: false,
};
const began: RunBegan = { type: "began", run: "r7", plan: volumes, identities: [] };

/** The events, one a second from 0. */
function after(...events: readonly RunEvent[]): RunState {
  return events.reduce((state, event, second) => reduceRun(state, event, second * 1000), noRun);
}

function begun(change: string): RunEvent {
  return { type: "change", change, state: "begun" };
}

function waiting(done: number): RunEvent {
  const state = { holds: "no", detail: `${done} of 7 registered`, progress: { done, total: 7 } } as const;
  return { type: "waiting", change: first, what: "the agents are registered", state, withinSeconds: 600 };
}

test("a run that goes on shows what is under way, what it waits for, its log, and what comes", () => {
  const log: RunEvent = { type: "log", change: first, line: "accepted \x1b[2Jpassword=x" };
  const usuals = { "create volume": { fromSeconds: 2, toSeconds: 41 } };
  assert.equal(
    runFrame(after(began, begun(first), log, waiting(2), waiting(5)), { ...frame, usuals }),
    `Run r7  Mesos masters of test   REHEARSAL account 123456789012, us-east-1   leased: cantareira/test
        0 of 3   0:05
  ..   create volume/mesos-master-test-a   0:04 so far, usually 0:02 to 0:41
       waiting until the agents are registered: 5 of 7 registered
       [##############......] 5 of 7
       | accepted password=(masked)
  -    create volume/mesos-master-test-b, create volume/mesos-master-test-c
p park   l whole log   w why   ctrl-c park`,
  );
});

test("what has ended scrolls away with how long it took", () => {
  const state = after(
    began,
    begun(first),
    { type: "change", change: first, state: "done" },
    { type: "change", change: second, state: "already" },
    begun("create volume/mesos-master-test-c"),
    { type: "change", change: "create volume/mesos-master-test-c", state: "failed" },
  );
  assert.deepEqual(
    state.finished.map((line) => finishedText(line, frame)),
    [
      `  ok   ${first}  0:01`,
      `  ok   ${second}  is already so`,
      "  !!   create volume/mesos-master-test-c  0:01  failed",
    ],
  );
  assert.match(runFrame(state, frame), /3 of 3/);
});

test("of a run that is gone on with, what was done before is neither to come nor counted as missing", () => {
  const state = after({ ...began, done: [first, second] });
  assert.deepEqual(
    state.finished.map((line) => finishedText(line, frame)),
    ["  ok   2 changes done before"],
  );
  assert.match(runFrame(state, frame), /2 of 3 .*\n {2}- {4}create volume\/mesos-master-test-c\n/s);
});

test("the last five lines of a log show; the whole log and the reason show when asked for", () => {
  const lines = [1, 2, 3, 4, 5, 6, 7].map((n): RunEvent => ({ type: "log", change: first, line: `line ${n}` }));
  const state = after(began, begun(first), ...lines);
  assert.match(runFrame(state, frame), /so far\n {7}\| line 3\n/);
  const whole = runFrame(state, { ...frame, isLogWhole: true, isWhyShown: true });
  assert.match(whole, /so far\n {7}because it does not exist\n {7}\| line 1\n/);
});

test("being throttled is a wait with an end, not a failure, and is over when something goes on", () => {
  const throttled: RunEvent = { type: "throttled", system: "aws", what: "CreateVolume", waitSeconds: 12 };
  const state = after(began, begun(first), throttled);
  assert.match(runFrame(state, frame), /\n {2}\.\. {3}aws throttles CreateVolume: waiting 0:09\n/);
  assert.doesNotMatch(runFrame(state, { ...frame, now: 60_000 }), /throttles/);
  assert.doesNotMatch(runFrame(reduceRun(state, begun(second), 3000), frame), /throttles/);
});

test("the journal's answers and doubts are told", () => {
  const state = after(
    began,
    journalEvent("confirm", "answered", { isYes: true, text: "test", how: "typed" }),
    begun(first),
    journalEvent(`${first}/create-volume/1`, "intended", { change: first, token: "t", repeat: "idempotent" }),
    journalEvent(`${first}/create-volume/1`, "doubted", { why: "the connection was reset" }),
  );
  assert.deepEqual(
    state.finished.map(({ mark, text }) => `${mark} ${text}`),
    ["ok confirm answered: test, typed", `!! ${first}/create-volume/1 doubted: the connection was reset`],
  );
  assert.match(runFrame(state, frame), /\| create-volume\/1 intended\n/);
});

test("a verification is waited for by the run as a whole", () => {
  const state = { holds: "no", detail: "2 of 3 masters see each other" } as const;
  const event: RunEvent = { type: "waiting", what: "a leader is elected", state, withinSeconds: 300 };
  assert.match(runFrame(after(began, event), frame), /waiting until a leader is elected: 2 of 3 masters/);
});

test("a screen with few lines shows the head, the foot, and how much there is more", () => {
  const log: RunEvent = { type: "log", change: first, line: "x" };
  const lines = runFrame(after(began, begun(first), log, log, log, waiting(2)), { ...frame, rows: 7 }).split("\n");
  assert.equal(lines.length, 6);
  assert.match(lines.at(-2) ?? "", / 5 more lines/);
  assert.match(lines.at(-1) ?? "", /p park/);
});

test("when the run is over nothing moves any more", () => {
  assert.equal(runFrame(after(began, begun(first), { type: "ended", run: runOf() }), frame), "");
});
