import assert from "node:assert/strict";
import { Writable } from "node:stream";
import test from "node:test";
import type { StepOutcome } from "../../src/model/procedure.ts";
import type { RunBegan, RunEvent } from "../../src/model/run.ts";
import { inOrder, nextMarkdown } from "../../src/views/next-words.ts";
import { lineWriter } from "../../src/views/plain-person.ts";
import { planToConfirm } from "../../src/views/plan-text.ts";
import { reportMarkdown } from "../../src/views/report.ts";
import { noRun, type RunState, reduceRun } from "../../src/views/run-state.ts";
import { runText } from "../../src/views/run-text.ts";
import { withoutTold } from "../../src/views/told-above.ts";
import { changes, rebuildPlan } from "./procedure-samples.ts";
import { journalEvent, questionOf, runOf, volumes } from "./samples.ts";

const wide = { columns: 110, hasColour: false };
const began: RunBegan = { type: "began", run: "r12", plan: rebuildPlan, identities: [] };
const parked = runOf({ id: "r12", status: "parked", plan: rebuildPlan });

function told(step: string, state: "begun" | StepOutcome["state"], detail?: string): RunEvent {
  return { type: "step", step, state, ...(detail !== undefined && { detail }) };
}

function after(...events: readonly RunEvent[]): RunState {
  return events.reduce((state, event) => reduceRun(state, event, 0), noRun);
}

test("in lines too, neighbours that are not taken for one reason are one line, told before what comes next", () => {
  const written: string[] = [];
  const stderr = new Writable({ write: (chunk, _, done) => done(void written.push(String(chunk))) });
  const lines = lineWriter({ stderr, isRehearsal: false });
  const broken = [told("cordon", "omitted", "drain"), told("ended", "omitted", "drain"), told("puppet", "begun")];
  for (const event of [began, ...broken]) lines.write(event);
  assert.deepEqual(
    written.slice(1).map((line) => line.trim().slice("14:03:00 UTC ".length)),
    [
      "steps 4-5 of 9, cordon, ended: not taken: drain",
      "step 8 of 9, puppet: puppet agent -t -v until no errors are reported",
    ],
  );
});

test("a failure is told once: by what failed, not again by its step, nor by the question below", () => {
  const why = { code: "pushed", what: "the push was rejected", why: "GH006: protected branch" };
  const effect = journalEvent(`${changes.cordon.id}/stop-offers/1`, "failed", why);
  const events = [began, told("cordon", "begun"), effect, journalEvent("cordon/1", "failed", why)];
  const { finished } = after(...events, told("cordon", "failed", "the push was rejected: GH006: protected branch"));
  assert.deepEqual(
    finished.map(({ text }) => text),
    ["no new tasks for alibuild07: failed: the push was rejected, GH006: protected branch"],
  );
  const wants = { kind: "choice", step: "failed/cordon/1", choices: [] } as const;
  const asked = questionOf({ wants, loses: ["the push was rejected: GH006: protected branch", "push it by hand"] });
  assert.deepEqual(withoutTold(asked, finished).loses, ["push it by hand"]);
  assert.deepEqual(withoutTold(asked, []), asked, "to one who comes back to the question it is told");
  const written: string[] = [];
  const stderr = new Writable({ write: (chunk, _, done) => done(void written.push(String(chunk))) });
  const lines = lineWriter({ stderr, isRehearsal: false });
  for (const event of events) lines.write(event);
  assert.equal(written.filter((line) => line.includes("GH006")).length, 1);
});

test("evidence that stands right above a question is not said again in it", () => {
  const { finished } = after(
    began,
    told("tasks", "begun"),
    told("tasks", "passed", "o2-release  jane\nubuntu-check  bob"),
  );
  const wants = { kind: "text", step: "agreed" } as const;
  const question = questionOf({ wants, loses: ["o2-release  jane", "ubuntu-check  bob"] });
  assert.deepEqual(withoutTold(question, finished).loses, []);
});

test("what to do comes before the command that goes on; in a report only the command is code", () => {
  const next = 'resume!("r12") (renew the ticket <b>)';
  assert.match(runText({ ...parked, next }, wide), /\n {2}next {2}renew the ticket <b>; then resume!\("r12"\)$/m);
  assert.match(reportMarkdown({ ...parked, next }, []), /Next: renew the ticket \\<b\\>; then `resume!\("r12"\)`/);
  assert.equal(inOrder('resume!("r1") (try again)'), 'resume!("r1")');
  assert.equal(
    nextMarkdown('MesosCluster.upgrade!("test", "x"), or runs()'),
    '`MesosCluster.upgrade!("test", "x")`, or `runs()`',
  );
});

test("a plan above its question does not say how to do it", () => {
  assert.match(planToConfirm(volumes, wide), /\n3 to create$/);
});
