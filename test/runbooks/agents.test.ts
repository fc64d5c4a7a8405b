import assert from "node:assert/strict";
import test from "node:test";
import { CreateAgent } from "../../runbooks/create-agent.ts";
import { RebuildAgent } from "../../runbooks/rebuild-agent.ts";
import { outline, scopeOf, stepsOf } from "./outline.ts";

const rebuild = stepsOf(RebuildAgent, "alibuild07");
const stepOf = (id: string) => rebuild.find((step) => step.id === id) ?? assert.fail(id);

test("a new agent: ai-bs, ping, ssh, puppet, the builder image, registered", () => {
  assert.deepEqual(outline(stepsOf(CreateAgent, "alibuild21")), [
    "check ticket ticket-lives",
    "check missing name-free",
    'act create server/alibuild21 {"do":"create"}',
    "wait installed server-active",
    "wait ping pings",
    "wait host-key host-key-shown",
    "ask key-is-right accept|leave <host-key-known: no>",
    'act accept-key host-key/alibuild21 {"do":"accept","evidence":"host-key"} <key-is-right: accept>',
    "wait ssh ssh-works",
    'act puppet puppet/alibuild21 {"do":"run"}',
    'act builder-image image/alibuild21 {"do":"pull","image":"alisw/slc7-builder"}',
    "wait registered agent-registered",
    "wait serves agent-registered",
  ]);
});

test("the options of a new agent are the guide's, in its order", () => {
  const command = `ai-bs -g alibuild/mesos/slave --foreman-environment alibuild_devel --cc7 --nova-sshkey alibuild
--nova-flavor m2.2xlarge --landb-mainuser alice-agile-admin --landb-responsible alice-agile-admin
--nova-attach-new-volume vdb=500GB:type=io1 alibuild21`;
  const create = stepsOf(CreateAgent, "alibuild21").find(({ id }) => id === "create");
  assert.equal(create?.because, `the guide's options: ${command.replaceAll("\n", " ")}`);
});

test("a rebuilt agent: agreed, what is lost, cordon before drain, rebuilt, up, lifted, its old id", () => {
  assert.deepEqual(outline(rebuild), [
    "check ticket ticket-lives",
    "attest agreed",
    "check tasks tasks-listed",
    "ask unseen go-on|leave <agent-registered: no>",
    "ask way cordon|drain|leave <agent-registered: yes>",
    'act cordon agent/alibuild07 {"offers":"none"} <way: cordon>',
    "wait ended tasks-ended <way: cordon>",
    'act drain agent/alibuild07 {"drain":600} <way: drain>',
    "wait drained agent-drained <way: drain>",
    "ask rest drain|go-on|leave <tasks-ended: no>",
    'act drain-rest agent/alibuild07 {"drain":600} <rest: drain>',
    "wait rest-drained agent-drained <rest: drain>",
    'act rebuild server/alibuild07 {"do":"rebuild"}',
    "wait installed server-active",
    "wait ping pings",
    "wait host-key host-key-shown",
    "ask old-key made-anew|leave <host-key-known: yes>",
    "ask key-is-right accept|leave <host-key-known: no>",
    'act accept-key host-key/alibuild07 {"do":"accept","evidence":"host-key"} <key-is-right: accept>',
    "wait ssh ssh-works",
    'act puppet puppet/alibuild07 {"do":"run"}',
    'act builder-image image/alibuild07 {"do":"pull","image":"alisw/slc7-builder"}',
    "wait registered agent-registered",
    'act lift agent/alibuild07 {"offers":"all","always":true} <way: cordon or drain>',
    "wait serves agent-registered <way: cordon or drain>",
    "ask old-id gone|keep <no-old-agent: no>",
    'act mark-gone agent/alibuild07 {"gone":{"evidenceOf":"tasks"}} <old-id: gone>',
  ]);
  assert.equal(stepOf("rebuild").title, "rebuild alibuild07: ai-rebuild-vm --cc7 alibuild07");
});

test("who chooses sees what runs there, what each way costs, and can leave", () => {
  const way = stepOf("way");
  assert.ok(way.kind === "ask");
  assert.deepEqual(way.question.shows, ["tasks"]);
  assert.equal(way.question.endsWith, "leave");
  assert.deepEqual(
    way.question.choices?.map(({ name, title }) => `${name}: ${title}`),
    [
      "cordon: no new tasks; wait until the running ones have ended, up to 4 h",
      "drain: kill its tasks; each gets at most 10 minutes to end",
      "leave: end here; nothing was touched",
    ],
  );
});

test("whatever stops its offers is owed a lift", () => {
  const owed = { by: "lift", isOwed: true, stillSo: "alibuild07 gets no new tasks" };
  assert.deepEqual(
    ["cordon", "drain", "drain-rest"].map((id) => stepOf(id).undo),
    [owed, owed, owed],
  );
});

test("puppet is run until it is clean, a few times, and then reported", () => {
  assert.equal(stepOf("puppet").attemptsAtMost, 5);
  assert.match(stepOf("puppet").otherwise ?? "", /reported/);
});

test("that it was agreed, what runs there and the rebuild cannot be skipped", () => {
  for (const id of ["agreed", "tasks", "way", "rest", "rebuild", "installed", "puppet", "lift", "serves"])
    assert.notEqual(stepOf(id).isRequired, false, id);
});

test("the guide's warning stands where the runbook is read", () => {
  assert.match(RebuildAgent.why, /NEVER rebuild alibuild03 and alibuild09/);
  assert.equal(scopeOf(RebuildAgent, "alibuild07"), "alibuild07");
});
