import assert from "node:assert/strict";
import test from "node:test";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import { planText } from "../../src/views/plan-text.ts";
import { changeOf, planOf, replacedMaster, replacement, volume, volumes } from "./samples.ts";

const wide = { columns: 100, hasColour: false };

test("a plan groups what belongs together, says why once, and ends with how to do it", () => {
  assert.equal(
    planText(volumes, wide),
    `Plan p-4f1c  Mesos masters of test, REHEARSAL account 123456789012, us-east-1, observed 14:02:11 UTC
mesos-master  volumes  because it does not exist
  each with  sizeGiB 100, type gp3, isEncrypted true
  + create   mesos-master-test-a   safe   zone us-east-1a
  + create   mesos-master-test-b   safe   zone us-east-1b
  + create   mesos-master-test-c   safe   zone us-east-1c
3 to create. To do it: MesosMaster.create!("test")`,
  );
});

test("a replacement shows its fields one by one, what it interrupts, who wants it confirmed, and what stays", () => {
  assert.equal(
    planText(replacement, wide),
    `Plan p-4f1c  Mesos masters of test, REHEARSAL account 123456789012, us-east-1, observed 14:02:11 UTC
mesos-master  instances
  ~ replace  mesos-master-test-b   disruptive
             touches       i-0abc
             image         ami-0a1 -> ami-0b7
             mesosVersion  1.9.0 -> 1.11.0
             userData      00112233aabbccdd -> 99112233aabbccdd
             because       the environment pins 1.11.0; one master at a time, two others lead and
                           follow now
             interrupts    one of three masters is away for some minutes
             confirm       master-quorum: two of three masters stay
  = 2 instances, 3 volumes, 1 security group unchanged
  note  instance i-0fff was not made by a recipe and is left alone
1 to replace. To do it: MesosMaster.create!("test")`,
  );
});

test("at 40 columns the same stands below each other", () => {
  assert.equal(
    planText(volumes, { columns: 40, hasColour: false }).split("\n").slice(0, 11).join("\n"),
    `Plan p-4f1c  Mesos masters of test,
           REHEARSAL account
           123456789012, us-east-1,
           observed 14:02:11 UTC
mesos-master  volumes  because it does
  not exist
  each with  sizeGiB 100, type gp3,
             isEncrypted true
  + create   mesos-master-test-a   safe
    zone us-east-1a
  + create   mesos-master-test-b   safe`,
  );
});

test("a refused plan says who refused, why, and what is possible instead, and not how to do it", () => {
  const refused = planOf({
    changes: [replacedMaster],
    verdicts: [
      {
        change: replacedMaster.id,
        outcome: "refuse",
        guard: "protected-resources",
        because: "it is alibuild03",
        instead: "ask its owner",
      },
    ],
  });
  const text = planText(refused, wide);
  assert.match(text, /refused {7}protected-resources: it is alibuild03\n +instead {7}ask its owner/);
  assert.match(text, /\nrefused by protected-resources$/);
  assert.doesNotMatch(text, /To do it/);
});

test("a plan without changes says so", () => {
  assert.match(planText(planOf({ unchanged: ["volume/a"] }), wide), /\n {2}= 1 volume unchanged\nnothing to change$/);
});

test("lists differ by what goes and what comes", () => {
  const rule = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, source: "self" });
  const change = changeOf("update", "security-group", "masters", {
    before: { ingress: [rule(22), rule(5050)] },
    after: { ingress: [rule(5050), rule(2181)] },
  });
  const text = planText(planOf({ changes: [change] }), wide);
  assert.match(text, /ingress {4}- tcp 22 from self\n +\+ tcp 2181 from self/);
  assert.doesNotMatch(text, /5050/);
});

test("what a guard says of several changes alike is said once, with their number", () => {
  const said = {
    outcome: "refuse",
    guard: "stack-protection",
    because: "it is protected",
    instead: "lift it",
  } as const;
  const other = { change: replacedMaster.id, outcome: "confirm", guard: "master-quorum", because: "two stay" } as const;
  const verdicts = [...volumes.changes.map(({ id }) => ({ change: id, ...said })), other];
  const text = planText(planOf({ changes: [...volumes.changes, replacedMaster], verdicts }), wide);
  assert.match(
    text,
    /\n {2}refused {2}stack-protection: it is protected \(3 changes\)\n {2}instead {2}lift it\nrefused by/,
  );
  assert.equal(text.match(/it is protected/g)?.length, 1);
  assert.match(text, /\n {13}confirm {7}master-quorum: two stay\n/);
});

test("user data never shows, whichever form it has, and neither do secrets", () => {
  const after = { userData: "#!ignition hunter2", extra: { document: "hunter2" }, password: "hunter2" };
  const text = planText(planOf({ changes: [changeOf("create", "instance", "a", { after })] }), wide);
  assert.match(text, /userData [0-9a-f]{16}, extra [0-9a-f]{16}, password \(masked\)/);
  assert.doesNotMatch(text, /hunter2/);
});

test("colour adds to the words and never replaces them", () => {
  const coloured = planText(replacement, { columns: 100, hasColour: true });
  assert.match(coloured, /\x1b\[33mdisruptive\x1b\[39m/);
  assert.equal(stripVTControlCharacters(coloured), planText(replacement, wide));
});

test("no line is wider than the screen and no control character is drawn, whatever the names are", () => {
  const unit = fc.constantFrom("a", "-", " ", "漢", "👩‍👩‍👧", "é", "\x1b[2J", "\n", "\u202e");
  const name = fc.string({ unit, maxLength: 60 });
  fc.assert(
    fc.property(name, fc.integer({ min: 40, max: 120 }), (text, columns) => {
      const change = changeOf("create", "volume", text, { because: text, after: { [text]: text } });
      const plan = planOf({ title: text, changes: [change, volume("a")], notes: [text], unchanged: [`${text}/x`] });
      for (const line of planText(plan, { columns, hasColour: false }).split("\n")) {
        assert.ok(stringWidth(line) <= columns, `${stringWidth(line)} > ${columns}: ${line}`);
        assert.doesNotMatch(line, /[\x00-\x1f\u202e]/);
      }
    }),
  );
});
