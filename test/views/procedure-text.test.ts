import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import stringWidth from "string-width";
import type { Plan, Verdict } from "../../src/model/plan.ts";
import { planJson } from "../../src/views/json.ts";
import { planText, planToConfirm } from "../../src/views/plan-text.ts";
import { changes, conditionOf, procedure, rebuildPlan, seenOf, steps } from "./procedure-samples.ts";
import { planOf } from "./samples.ts";

const wide = { columns: 110, hasColour: false };

test("all steps can be read before the first one: what was seen, what is asked, what it takes, how it is taken back", () => {
  assert.equal(
    planText(rebuildPlan, wide),
    `Plan p-4f1c  Rebuild the build agent alibuild07, REHEARSAL ALICE Release Testing, observed 14:02:11 UTC
       1  attest  agreed with colleagues
                  because      whoever builds there has to know
                  asks         Who agreed to it, and where?
  ok   2  check   what runs there and what is lost   pass
                  seen         o2-release build  jane, since 12:03 (release build)
                               ubuntu-check  bob, since 13:59
       3  ask     how its tasks come to their end
                  asks         How are its tasks to end?
                    cordon     no new tasks; wait until the running ones have ended
                    drain      kills them after 10 minutes of grace
                    leave      not now (ends the run)
                  shows        what was seen at step 2
       4  act     give it no new tasks   disruptive
                  only if      step 3 is answered cordon: its tasks may end by themselves
                  does         no new tasks for alibuild07
                  because      the runbook cordons it
                  interrupts   builds wait for the other agents
                  undo         step 9 takes it back, whatever happens in between; until then alibuild07 gets
                               no new tasks
       5  wait    its tasks have ended
                  only if      step 3 is answered cordon or drain: they are asked to end
                  until        no task runs on alibuild07
                  normal       a build takes up to two hours; given up after 4:00:00
       6  act     ai-rebuild-vm --cc7 alibuild07   destructive
                  touches      681bb1aa
                  image        cc7-2024 -> cc7-2026
                  because      the runbook rebuilds it
                  interrupts   everything on its root disk is lost
       7  wait    ping and ssh
                  until        alibuild07 answers ping; ssh to alibuild07 works
                  normal       up to one hour; given up after 2:00:00
       8  act     puppet agent -t -v until no errors are reported   safe
                  now          it would not be taken: there is no puppet today
                  because      a new disk
                  tries        until it is clean, at most 5 times
                  if it fails  send the errors to the administrators
       9  act     give it tasks again   safe   optional
                  does         tasks for alibuild07 again
                  because      the runbook cordons it
9 steps: 1 attestation, 1 check, 1 question, 4 acts, 2 waits
To do it: RebuildAgent!("alibuild07")`,
  );
});

const refusal: Verdict = {
  change: changes.rebuild.id,
  outcome: "refuse",
  guard: "protected-resources",
  because: "never rebuild alibuild09 (operations guide)",
  instead: "ask the administrators",
};

test("a refusal comes before the steps: by whom, at which step, what is possible instead; and not how to do it", () => {
  const text = planText({ ...rebuildPlan, verdicts: [refusal] }, wide);
  assert.match(
    text,
    /UTC\n {2}refused {2}by protected-resources: never rebuild alibuild09 \(operations guide\)\n {2}at {7}step 6 \(replace server\/alibuild07\)\n {2}instead {2}ask the administrators\n {7}1 {2}attest/,
  );
  assert.match(
    text,
    /\n {2}refused {2}by protected-resources: never rebuild alibuild09 .*\n {2}at .*\n {2}instead {2}ask the administrators$/,
  );
  assert.doesNotMatch(text, /To do it/);
});

test("a refusal of a step that may not be taken stands beside that step and refuses nothing else", () => {
  const text = planText({ ...rebuildPlan, verdicts: [{ ...refusal, change: changes.cordon.id }] }, wide);
  assert.match(text, /\n {18}refused +protected-resources: never rebuild alibuild09/);
  assert.match(text, /To do it: RebuildAgent!\("alibuild07"\)$/);
});

test("a check that fails shows the worst first, of which host, what to type, and where it would stop", () => {
  const seen = [
    seenOf("clock is right", { holds: "unknown", detail: "ssh: no answer" }, "alimesos01"),
    seenOf("zookeeper runs", { holds: "no", detail: "restarting\nsince 13:40", next: "CheckMasters()" }, "alimesos03"),
    seenOf("docker runs", { holds: "yes", detail: "up" }, "alimesos03"),
  ];
  const text = planText({ ...rebuildPlan, look: { seen: { tasks: seen }, omitted: {} } }, wide);
  assert.match(text, /\n {2}!! {3}2 {2}check .* FAIL alimesos01 0 of 1, alimesos03 1 of 2\n/);
  assert.match(
    text,
    / FAIL +alimesos03: zookeeper runs: restarting\n +since 13:40\n +next +CheckMasters\(\)\n +unknown +alimesos01: clock is right: ssh: no answer\n/,
  );
  assert.match(text, /\nas it is now, it stops at step 2: what runs there and what is lost\nTo do it/);
});

test("before the first act, a step that is not taken as the world is now is only that, and counted", () => {
  const text = planText({ ...rebuildPlan, look: { seen: {}, omitted: { offers: "it has no tasks" } } }, wide);
  assert.match(text, /\n {2}- {4}3 {2}ask .*\n +not taken +it has no tasks\n {2}- {4}4 {2}act/);
  assert.match(text, /\n {2}- {4}5 {2}wait .*\n +not taken +step 3 is not taken\n/);
  assert.match(text, /, 2 waits; 3 not taken as the world is now\n/);
});

test("what a later step looks at again is not said twice", () => {
  const hosts = ["alimesos01", "alimesos03"];
  const whats = ["is up and running in OpenStack", "has no puppet errors in Foreman", "answers to ping"];
  const conditions = hosts.flatMap((subject) => whats.map((what) => conditionOf("x", what, { subject })));
  const check = { kind: "check", title: "the others function", isRequired: true, conditions } as const;
  const twice = [{ ...check, id: "before" }, ...steps.slice(0, 1), { ...check, id: "again" }];
  const { look: _, ...plan } = { ...rebuildPlan, procedure: { ...procedure, steps: twice } };
  const text = planText(plan, wide);
  assert.match(text, /\n +looks at +alimesos01, alimesos03: is up and running in OpenStack; has no puppet errors in\n/);
  assert.match(text, /\n +looks at +the same as step 1\n/);
});

test("above the question whether to begin, each step is one line", () => {
  const lines = planToConfirm(rebuildPlan, wide).split("\n");
  assert.equal(lines.length, steps.length + 2);
  assert.equal(lines[4], "   4  act     give it no new tasks   disruptive   only if step 3 is answered cordon");
  assert.equal(lines.at(-1), 'Every step in full: RebuildAgent("alibuild07")');
});

test("the same as JSON, with what was seen and what is not taken beside its step; secrets are masked", () => {
  const seen = [seenOf("x", { holds: "no", detail: "password=hunter2", next: "kinit", value: ["a"] }, "alibuild07")];
  const plan: Plan = { ...rebuildPlan, look: { seen: { tasks: seen }, omitted: { puppet: "no puppet" } } };
  const text = JSON.stringify(planJson(plan));
  const { plan: shown } = JSON.parse(text);
  assert.deepEqual(
    shown.procedure.steps.map(({ id }: { id: string }) => id),
    steps.map(({ id }) => id),
  );
  const [attest, check, ask] = shown.procedure.steps;
  assert.deepEqual(attest.question, { text: "Who agreed to it, and where?", shows: [] });
  assert.deepEqual(check.seen, [
    {
      name: "x",
      what: "x",
      subject: "alibuild07",
      result: "fail",
      detail: "password=(masked)",
      next: "kinit",
      value: ["a"],
    },
  ]);
  assert.equal(ask.question.endsWith, "leave");
  assert.equal(shown.procedure.steps[7].omitted, "no puppet");
  assert.doesNotMatch(text, /hunter2/);
});

test("no line is wider than the screen and no control character is drawn, whatever the words are", () => {
  const unit = fc.constantFrom("a", "-", " ", "漢", "👩‍👩‍👧", "\x1b[2J", "\n", "\u202e");
  const words = fc.string({ unit, maxLength: 60 });
  fc.assert(
    fc.property(words, fc.integer({ min: 40, max: 120 }), (text, columns) => {
      const odd = steps.map((step) => ({ ...step, title: text, because: text, otherwise: text }));
      const seen = [seenOf(text, { holds: "no", detail: text, next: text }, text)];
      const plan = {
        ...rebuildPlan,
        procedure: { ...procedure, steps: odd },
        look: { seen: { tasks: seen }, omitted: {} },
      };
      for (const line of planText(plan, { columns, hasColour: false }).split("\n")) {
        assert.ok(stringWidth(line) <= columns, `${stringWidth(line)} > ${columns}: ${line}`);
        assert.doesNotMatch(line, /[\x00-\x1f\u202e]/);
      }
    }),
    { numRuns: 50 },
  );
});

test("acts none of which would be taken are not offered to be typed", () => {
  const unlock = {
    id: "unlock",
    kind: "act",
    title: "unlock the pipeline deploy",
    isRequired: true,
    changes: [],
  } as const;
  const plan = planOf({ procedure: { ...procedure, steps: [unlock] }, changes: [], verdicts: [] });
  const text = planText(plan, { columns: 110, hasColour: false });
  assert.match(text, /There is nothing to do\.$/);
  assert.doesNotMatch(text, /To do it/);
});

test("notes that say the same of several are one", () => {
  const same = "the default branch is as it is to be already";
  const notes = [`nubank/deploy: ${same}`, `nubank/sabesp: ${same}`, "deploy is not locked", "deploy is not locked"];
  const text = planText({ ...rebuildPlan, notes }, { columns: 110, hasColour: false });
  assert.match(text, /\n {2}note {2}nubank\/deploy, nubank\/sabesp: the default branch is as it is to be already\n/);
  assert.equal(text.split("deploy is not locked").length, 2);
});
