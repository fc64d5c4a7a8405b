import assert from "node:assert/strict";
import test from "node:test";
import { OpsError } from "../../src/model/error.ts";
import type { Run } from "../../src/model/run.ts";
import { errorText } from "../../src/views/error-text.ts";
import { eventLine } from "../../src/views/event-line.ts";
import { planJson, runJson } from "../../src/views/json.ts";
import { proseText } from "../../src/views/prose.ts";
import { questionText } from "../../src/views/question-text.ts";
import { reportMarkdown } from "../../src/views/report.ts";
import { runText } from "../../src/views/run-text.ts";
import { runsText } from "../../src/views/runs-text.ts";
import { usualsOf, usualWords } from "../../src/views/usual.ts";
import { valueText } from "../../src/views/value-text.ts";
import { counted, duration } from "../../src/views/words.ts";
import { journalEvent, journalOf, questionOf, replacement, runOf, volumes } from "./samples.ts";

const wide = { columns: 100, hasColour: false };
const narrow = { columns: 40, hasColour: false };
const [first, second] = ["create volume/mesos-master-test-a", "create volume/mesos-master-test-b"];

const stopped = runOf({
  status: "parked",
  why: "the outcome of an effect is not known",
  next: 'settle!("r7", "create volume/mesos-master-test-b/create-volume/1", "what you saw")',
  steps: [
    {
      step: `${first}/create-volume/1`,
      change: first,
      status: "done",
      beganAt: "2026-03-01T14:03:00Z",
      endedAt: "2026-03-01T14:03:12Z",
      value: "vol-1",
    },
    {
      step: `${second}/create-volume/1`,
      change: second,
      status: "doubted",
      beganAt: "2026-03-01T14:03:13Z",
      value: { why: "the connection was reset" },
    },
  ],
  completedAt: { [first]: "2026-03-01T14:03:53Z" },
});

test("a run shows how far each change is, why it stopped and what to type next", () => {
  assert.equal(
    runText(stopped, wide),
    `Run r7  Mesos masters of test  parked
  REHEARSAL account 123456789012, us-east-1, cantareira/test, by jane@ops1, began 2026-03-01
  14:03:00 UTC, took 14:07
  ok   create volume/mesos-master-test-a  done  0:53
  !!   create volume/mesos-master-test-b  in doubt  the connection was reset
  -    create volume/mesos-master-test-c  not begun
  why   the outcome of an effect is not known
  next  settle!("r7", "create volume/mesos-master-test-b/create-volume/1", "what you saw")`,
  );
});

test("what was begun and not ended is under way only while the run is", () => {
  const steps = stopped.steps.slice(0, 1);
  const state = (rest: Partial<Run>) => runText({ ...stopped, steps, completedAt: {}, ...rest }, wide);
  assert.match(state({ status: "running" }), /\.\. {3}create volume\/mesos-master-test-a {2}under way\n/);
  assert.match(state({ status: "aborted" }), /\.\. {3}create volume\/mesos-master-test-a {2}half done\n/);
  const { completedAt } = stopped;
  assert.match(state({ status: "aborted", completedAt }), /ok {3}create volume\/mesos-master-test-a {2}done {2}0:53\n/);
});

test("a verification that was not done is not shown as one that was", () => {
  const verification = [
    { what: "a leader is elected", state: { holds: "yes" as const, detail: "10.0.0.10" } },
    { what: "the agents are registered", state: { holds: "not-configured" as const, detail: "no Mesos address" } },
  ];
  const text = runText(runOf({ verification }), wide);
  assert.match(text, /\n {2}verified {3}a leader is elected: 10\.0\.0\.10\n {2}not done {3}the agents are registered/);
});

test("of a run that a shell began the prompt's way on is shown, and the shell's", () => {
  const next = "./console cantareira -e 'resume!(\"r7\")' --yes";
  const text = runText({ ...stopped, status: "parked", next }, wide);
  assert.ok(text.endsWith(`\n  next  resume!("r7")\n  shell ${next}`), text);
});

test("runs are a line each, and a parked one says how far it came and what is typed here", () => {
  const next = "./console cantareira -e 'resume!(\"r12\")' --yes";
  assert.equal(
    runsText([runOf({ id: "r1" }), runOf({ id: "r12", status: "parked", completedAt: {}, next })], wide),
    `r1   done    Mesos masters of test  2026-03-01 14:03:00 UTC, by jane@ops1
r12  parked  Mesos masters of test  2026-03-01 14:03:00 UTC, by jane@ops1
     at        0 of 3 done
     next      resume!("r12")`,
  );
  assert.equal(
    runsText([runOf({ id: "r1", next: "r2 does it anew" })], narrow),
    "r1  done  Mesos masters of test\n          2026-03-01 14:03:00 UTC, by\n          jane@ops1",
  );
});

test("a text that was laid out for nobody is wrapped at words, and hangs under itself", () => {
  const text = "  runs   all runs that were begun, newest last\n* a list's item that is longer than a line\n\nend";
  assert.equal(
    proseText(text, narrow),
    `  runs   all runs that were begun,
         newest last
* a list's item that is longer than a
  line

end`,
  );
});

test("a question shows where it is asked and what will be lost before it asks", () => {
  assert.equal(
    questionText(questionOf(), wide),
    `destructive  REHEARSAL account 123456789012, us-east-1
This is lost for good:
  - volume mesos-master-test-a (vol-1), 100 GiB of ZooKeeper's data
  - the leader, and so every framework
  confirm  master-quorum: two of three masters stay
Destroy the Mesos masters of test?`,
  );
});

test("an error says what, why and what to type next, without secrets", () => {
  const error = new OpsError({
    code: "x",
    reason: "system",
    what: "AWS refused AKIAIOSFODNN7EXAMPLE",
    why: "expired\nat noon",
    next: "sign in again",
  });
  const text = "!! AWS refused AKIA(masked)\n   why   expired\n   why   at noon\n   next  sign in again";
  assert.equal(errorText(error, wide), text);
});

test("an event is one plain line, whatever is in it", () => {
  const line = { type: "log", change: first, line: "a\x1b[2J\nb password=hunter2" } as const;
  assert.equal(eventLine(line), `${first} | a b password=(masked)`);
  const failed = journalEvent(`${first}/create-volume/1`, "failed", { what: "no", why: "limit", token: "t" });
  assert.equal(eventLine(failed), `r7 ${first}/create-volume/1 failed: no, limit`);
  assert.equal(
    eventLine({ type: "began", run: "r7", plan: volumes, identities: [] }),
    "r7 began: Mesos masters of test, REHEARSAL account 123456789012, us-east-1, 3 to create",
  );
  const state = { holds: "no", detail: "5 of 7" } as const;
  assert.equal(
    eventLine({ type: "waiting", what: "the agents are registered", state, withinSeconds: 600 }),
    "waiting until the agents are registered, at most 10:00: 5 of 7",
  );
});

test("a report can be pasted into a ticket: who, where, plan, answers, effects with their times, outcome", () => {
  const step = `${first}/create-volume/1`;
  const events = journalOf(
    ["", "began", {}],
    ["confirm", "asked", { text: "Create | 3 volumes?" }],
    ["confirm", "answered", { isYes: true, text: "test", how: "typed" }],
    [step, "intended", { change: first, token: "abc", repeat: "idempotent" }],
    [step, "doubted", { why: "reset; password=hunter2" }],
    [step, "settled", { happened: "yes", evidence: "vol-1 has <its> tag" }],
    [step, "done", { value: "vol-1" }],
  );
  const report = reportMarkdown(stopped, events);
  assert.match(report, /^# Run r7: Mesos masters of test\n/);
  assert.match(
    report,
    /\| Who \| jane@ops1 \|\n\| Where \| REHEARSAL account 123456789012, us-east-1; cantareira\/test \|/,
  );
  assert.match(report, /```text\nPlan p-4f1c[^`]*\n```/);
  assert.match(report, /\| confirm \| asked: Create \\\| 3 volumes\? \|/);
  assert.match(report, /\| confirm \| answered: test, typed \|/);
  const settled = "doubted: reset; password=(masked); settled: yes, vol-1 has \\<its\\> tag; done";
  assert.ok(report.includes(`| ${step} | 2026-03-01 14:03:03 UTC | 0:03 | ${settled} |`), report);
  assert.ok(report.includes(`| ${first} | done | 0:53 |`), report);
  assert.match(report, /The run is parked\. the outcome of an effect is not known\. Next: `settle!\("r7", /);
});

test("JSON of a plan and of a run is as documented", () => {
  const after = { zone: "us-east-1a", sizeGiB: 100, type: "gp3", isEncrypted: true };
  const because = "it does not exist";
  const [change] = volumes.changes;
  assert.deepEqual(planJson({ ...volumes, changes: change ? [change] : [] }), {
    plan: {
      id: "p-4f1c",
      title: "Mesos masters of test",
      fingerprint: "3fa1c0ffee3fa1c0",
      world: "REHEARSAL account 123456789012, us-east-1",
      changes: [
        { id: first, action: "create", kind: "volume", name: "mesos-master-test-a", risk: "safe", because, after },
      ],
      unchanged: [],
      verdicts: [],
      notes: [],
    },
  });
  assert.deepEqual(runJson(runOf({ why: "w" })), {
    run: { id: "r7", title: "Mesos masters of test", status: "done", steps: [], why: "w" },
  });
});

test("any value shows for people", () => {
  assert.match(valueText(replacement, wide), /^Plan p-4f1c/);
  assert.match(valueText(stopped, wide), /^Run r7/);
  assert.match(valueText([stopped], wide), /^r7 {2}parked {2}Mesos masters of test/);
  assert.equal(valueText("two\nlines\x1b[2J", wide), "two\nlines");
  const hosts = [
    { host: "alibuild\x1b[31m01", isUp: true, zones: ["a", "b"] },
    { host: "漢", isUp: false, zones: [] },
  ];
  assert.equal(valueText(hosts, wide), "host        isUp  zones\nalibuild01  yes   a, b\n漢          no");
  assert.equal(valueText({ a: { b: 1 } }, wide), "{ a: { b: 1 } }");
  assert.equal(valueText(undefined, wide), "undefined");
});

test("how long a kind of change usually takes comes from the runs that did it", () => {
  assert.deepEqual(usualsOf([stopped]), { "create volume": { fromSeconds: 53, toSeconds: 53 } });
  assert.equal(usualWords({ fromSeconds: 53, toSeconds: 53.2 }), ", usually 0:53");
  assert.equal(usualWords({ fromSeconds: 0, toSeconds: 60 }), ", usually 0:00 to 1:00");
  assert.equal(usualWords({ fromSeconds: 0, toSeconds: 0.4 }), "", "what takes no time is not told");
});

test("counts and durations read as one says them", () => {
  assert.deepEqual(
    [counted(1, "volume"), counted(2, "network-interface"), counted(1, "instances"), counted(3, "policy")],
    ["1 volume", "2 network interfaces", "1 group of instances", "3 policies"],
  );
  assert.deepEqual([0, 59.6, 760, 3760].map(duration), ["0:00", "1:00", "12:40", "1:02:40"]);
});
