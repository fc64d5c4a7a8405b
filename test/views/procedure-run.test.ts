import assert from "node:assert/strict";
import test from "node:test";
import type { StepOutcome } from "../../src/model/procedure.ts";
import type { Run, RunBegan, RunEvent } from "../../src/model/run.ts";
import { eventLine } from "../../src/views/event-line.ts";
import { runJson } from "../../src/views/json.ts";
import { procedureMarkdown } from "../../src/views/procedure-markdown.ts";
import { reportMarkdown } from "../../src/views/report.ts";
import { type Frame, finishedText, runFrame } from "../../src/views/run-frame.ts";
import { noRun, type RunState, reduceRun } from "../../src/views/run-state.ts";
import { runEndText, runText } from "../../src/views/run-text.ts";
import { runsText } from "../../src/views/runs-text.ts";
import { usualsOf } from "../../src/views/usual.ts";
import { changes, procedure, rebuildPlan } from "./procedure-samples.ts";
import { journalEvent, journalOf, runOf } from "./samples.ts";

const wide = { columns: 110, hasColour: false };
const frame: Frame = {
  ...wide,
  rows: 30,
  now: 9000,
  usuals: {},
  isParking: false,
  isLogWhole: false,
  isWhyShown: false,
};
const began: RunBegan = { type: "began", run: "r12", plan: rebuildPlan, identities: [] };

function told(step: string, state: "begun" | StepOutcome["state"], detail?: string): RunEvent {
  return { type: "step", step, state, ...(detail !== undefined && { detail }) };
}

/** The events, one a second from 0. */
function after(...events: readonly RunEvent[]): RunState {
  return events.reduce((state, event, second) => reduceRun(state, event, second * 1000), noRun);
}

const asked: readonly RunEvent[] = [
  told("agreed", "begun"),
  journalEvent("ask agreed", "answered", { isYes: true, text: "the release channel, 14:01", how: "--attest" }),
  told("agreed", "passed", "the release channel, 14:01"),
  told("tasks", "begun"),
  told("tasks", "passed", "o2-release  jane\nubuntu-check  bob"),
];

test("a run is its steps: what is behind scrolls away with its answer or evidence, each once", () => {
  const state = after(began, ...asked, told("cordon", "omitted", "offers: drain"), told("puppet", "skipped", "broken"));
  assert.deepEqual(
    state.finished.map((line) => finishedText(line, frame)),
    [
      '  ok   agreed with colleagues   "the release channel, 14:01", --attest',
      "  ok   what runs there and what is lost\n       | o2-release  jane\n       | ubuntu-check  bob",
      "  -    give it no new tasks   not taken   offers: drain",
      "  -    puppet agent -t -v until no errors are reported   skipped   broken",
    ],
  );
});

test("of a run that is gone on with, the steps that are behind are counted and do not come again", () => {
  const before: readonly StepOutcome[] = [
    { step: "agreed", state: "passed", detail: "x", at: "2026-03-01T14:03:10Z" },
    { step: "tasks", state: "skipped", detail: "known", at: "2026-03-01T14:03:11Z" },
    { step: "offers", state: "failed", detail: "nobody there", at: "2026-03-01T14:03:12Z" },
  ];
  const again = { ...began, outcomes: before };
  const state = after(again);
  assert.deepEqual(state.finished, [{ mark: "ok", text: "2 steps done before" }]);
  assert.match(runFrame(state, frame), /2 of 9 .*\n {2}- {4}how its tasks come to their end {3}-/s);
  assert.match(eventLine(again), /9 steps, 2 of them done before$/);
});

const waiting: RunEvent = {
  type: "waiting",
  change: "up",
  what: "alibuild07 answers ping",
  state: { holds: "no", detail: "no answer yet" },
  withinSeconds: 7200,
};

test("the present step is opened: how long it takes, how long it usually takes, what it waits for; then what comes", () => {
  const state = after(began, told("rebuild", "passed"), told("up", "begun"), waiting);
  const usuals = { "step RebuildAgent/up": { fromSeconds: 8, toSeconds: 14 } };
  assert.equal(
    runFrame(state, { ...frame, usuals }),
    `Run r12  Rebuild the build agent alibuild07   alibuild REHEARSAL   leased: alibuild/alibuild07   6 of 9   0:09
  ..   ping and ssh   0:07 so far, usually 0:08 to 0:14   [##########..........]
       waiting until alibuild07 answers ping: no answer yet
  -    puppet agent -t -v until no errors are reported   -  give it tasks again
p park   l whole log   w why   ctrl-c park`,
  );
  assert.match(runFrame(state, frame), /ping and ssh {3}0:07 so far, normal: up to one hour\n/);
  assert.match(runFrame(state, { ...frame, usuals, now: 60_000 }), /0:08 to 0:14 {3}longer than ever\n/);
});

test("an act shows the log of its change below its own title, and why it is done when one asks", () => {
  const { id } = changes.rebuild;
  const state = after(
    began,
    told("rebuild", "begun"),
    { type: "change", change: id, state: "begun" },
    { type: "log", change: id, line: "Rebuild of server 681bb1aa accepted" },
  );
  const text = runFrame(state, { ...frame, isWhyShown: true });
  assert.match(
    text,
    /\.\. {3}ai-rebuild-vm --cc7 alibuild07 {3}0:08 so far\n {7}because the runbook rebuilds it\n {7}\| Rebuild of server/,
  );
  const done = [{ type: "change", change: id, state: "done" }, told("rebuild", "passed")] as const;
  const [line, ...others] = done.reduce((all, event) => reduceRun(all, event, 75_000), state).finished;
  assert.deepEqual([line?.text, others.length], ["ai-rebuild-vm --cc7 alibuild07   1:14", 0]);
});

test("an effect that failed is told in words, not by its name in the journal", () => {
  const state = after(began, journalEvent(`${changes.cordon.id}/stop-offers/1`, "failed", { what: "no leader" }));
  assert.equal(state.finished.at(-1)?.text, "no new tasks for alibuild07: failed: no leader");
});

test("a failed attempt is told with its reason, once, and so is what a person decided", () => {
  const why = { code: "puppet-errors", what: "puppet failed", why: "Error: no such package" };
  const state = after(
    began,
    told("puppet", "begun"),
    { type: "change", change: changes.puppet.id, state: "begun" },
    journalEvent("puppet/1", "failed", why),
    journalEvent("puppet/2", "failed", why),
    told("puppet", "failed", "puppet failed: Error: no such package"),
    journalEvent("failed/puppet/1", "answered", { isYes: true, text: "skip: known", how: "typed" }),
  );
  assert.deepEqual(
    state.finished.map((line) => finishedText(line, frame)),
    [
      "  !!   puppet agent -t -v until no errors are reported   failed   puppet failed, Error: no such package",
      "  !!   puppet agent -t -v until no errors are reported   failed again, attempt 2, as before",
      "  ok   puppet agent -t -v until no errors are reported: skip: known",
    ],
  );
  assert.equal(state.open.length, 0);
});

test("where there is no terminal each step is a line with its number", () => {
  const line = (event: RunEvent) => eventLine(event, procedure);
  assert.equal(line(told("tasks", "begun")), "step 2 of 9, tasks: what runs there and what is lost");
  assert.equal(line(told("tasks", "passed", "a\nb")), "step 2 of 9, tasks: passed: a; b");
  assert.equal(line(told("cordon", "omitted", "drain")), "step 4 of 9, cordon: not taken: drain");
  assert.equal(line(journalEvent("tasks/1", "done", { state: "passed", detail: "a" })), "");
  assert.equal(line(told("agreed", "passed", "x")), "", "its row in the journal has told it");
});

const outcomes: readonly StepOutcome[] = [
  { step: "agreed", state: "passed", detail: "the release channel", at: "2026-03-01T14:03:10Z" },
  { step: "tasks", state: "passed", detail: "o2 | release\nubuntu", at: "2026-03-01T14:03:11Z" },
  { step: "cordon", state: "passed", detail: "", at: "2026-03-01T14:03:20Z" },
  { step: "ended", state: "passed", detail: "no task", at: "2026-03-01T14:13:20Z" },
];
const parked: Run = runOf({
  id: "r12",
  title: rebuildPlan.title,
  status: "parked",
  environment: "alibuild",
  stack: "alibuild07",
  world: rebuildPlan.world,
  plan: rebuildPlan,
  outcomes,
  owed: [{ step: "cordon", host: "alibuild07", stillSo: "alibuild07 gets no new tasks" }],
  why: "the ticket expired",
  next: 'resume!("r12")',
});
const owed = 'alibuild07 gets no new tasks (by r12): resume!("r12") or abort!("r12")';

test("a run tells what became of each step, which comes next, and what is still so", () => {
  const text = runText(parked, wide);
  assert.match(text, /\n {2}ok {3}1 {2}agreed with colleagues {3}"the release channel"\n/);
  assert.match(text, /\n {2}ok {3}2 {2}what runs there and what is lost\n {10}\| o2 \| release\n/);
  assert.match(text, /\n {2}\.\. {3}3 {2}how its tasks come to their end {3}comes next\n/);
  assert.match(text, /\n {2}- {4}9 {2}give it tasks again {3}not begun\n/);
  assert.ok(text.includes(`\n  still so  ${owed}\n  why   the ticket expired\n`), text);
  const failed = [
    ...outcomes,
    { step: "rebuild", state: "failed", detail: "ERROR", at: "2026-03-01T14:14:00Z" } as const,
  ];
  const end = runEndText({ ...parked, outcomes: failed }, { columns: 200, hasColour: false }).split("\n");
  assert.deepEqual(
    end.map((line) => line.trim().split(/ {2,}/)[0]),
    ["Run r12", end[1]?.trim(), "!!", "still so", "why", "next", "all"],
    "who saw it go on is told what came of it",
  );
  const over = { ...parked, status: "aborted" } as const;
  assert.match(
    runText(over, wide),
    /still so {2}alibuild07 gets no new tasks \(by r12\): the run is over, it is taken back/,
  );
  const lines = ["at        step 3 of 9: how its tasks come to their end", "still so  alibuild07 gets no new tasks"];
  const listed = runsText([{ ...parked, next: 'resume!("r12") (renew the ticket)' }], wide);
  assert.ok(listed.endsWith([...lines, 'next      resume!("r12")'].map((line) => `\n     ${line}`).join("")), listed);
});

test("its report can be pasted into a ticket: each step with its evidence and time, and what is still so", () => {
  const events = journalOf(
    ["ask agreed", "asked", { text: "Who agreed?" }],
    ["ask agreed", "answered", { isYes: true, text: "the release channel", how: "--attest" }],
    ["tasks/1", "failed", { code: "check-failed", what: "no task is known", why: "Mesos is away" }],
    ["tasks/2", "done", { state: "passed", detail: "o2" }],
    [`${changes.cordon.id}/stop-offers/1`, "intended", { change: changes.cordon.id, token: "t", repeat: "once" }],
    [`${changes.cordon.id}/stop-offers/1`, "done", {}],
  );
  const report = reportMarkdown(parked, events);
  const row = '| 1 | agreed with colleagues | passed | "the release channel" | 2026-03-01 14:03:10 UTC |';
  assert.ok(report.includes(row), report);
  assert.ok(report.includes("| passed | o2 \\| release; ubuntu |"), report);
  assert.match(report, /\| jane@ops1 \| Who agreed\? \| the release channel, --attest \|/);
  assert.match(report, /\| tasks\/1 \| no task is known, Mesos is away \|/);
  assert.match(
    report,
    /## Effects[^#]*\| act agent\/alibuild07\/stop-offers\/1 \| [^|]* \| 0:01 \| done \|\n\n## Outcome/,
  );
  assert.ok(report.endsWith(`* Still so: ${owed}\n`), report);
  const document = JSON.parse(JSON.stringify(runJson(parked)));
  assert.equal(document.run.outcomes.length, 4);
  assert.deepEqual(document.run.owed, [
    { step: "cordon", host: "alibuild07", stillSo: "alibuild07 gets no new tasks" },
  ]);
});

test("how long a step usually takes comes from earlier runs; one that was parked meanwhile does not count", () => {
  const slept = outcomes.map((each) => (each.step === "ended" ? { ...each, at: "2026-03-02T14:13:20Z" } : each));
  assert.deepEqual(usualsOf([parked, { ...parked, outcomes: slept }]), {
    "step RebuildAgent/cordon": { fromSeconds: 9, toSeconds: 9 },
    "step RebuildAgent/ended": { fromSeconds: 600, toSeconds: 600 },
  });
});

test("a runbook is a page: when to use it, how to call it, each step with its condition, its wait, its undo", () => {
  const host = { name: "host", type: "agent", title: "the agent, e.g. alibuild07" } as const;
  const page = procedureMarkdown(procedure, [host]);
  assert.match(page, /^# RebuildAgent: Rebuild a build agent\n\nWhen its disk is broken/);
  assert.match(
    page,
    /`RebuildAgent\("HOST"\)` shows it .* `RebuildAgent!\("HOST"\)` does it\.\n\n\* `HOST`: the agent/,
  );
  assert.match(
    page,
    /\n4\. \*\*give it no new tasks\*\* \(act\)\n {3}\* Only if: step 3 is answered cordon: .*\n {3}\* Undo: step 9 takes it back, whatever/,
  );
  assert.match(page, /\n {3}\* `leave`: not now \(ends the run\)\n/);
  assert.match(page, /\n {3}\* Normal: up to one hour; given up after 2:00:00\n/);
  assert.match(page, /\n9\. \*\*give it tasks again\*\* \(act, may be skipped\)\n$/);
  const look = { ...procedure, steps: procedure.steps.filter(({ kind }) => kind === "check") };
  assert.match(procedureMarkdown(look, []), /`RebuildAgent\(\)` looks; it changes nothing\./);
});
