import assert from "node:assert/strict";
import test from "node:test";
import { provisosOf } from "#src/model/procedure.ts";
import { CheckMaster } from "../../runbooks/check-master.ts";
import { CheckMasters } from "../../runbooks/check-masters.ts";
import { CreateMaster } from "../../runbooks/create-master.ts";
import { MoveLeadership } from "../../runbooks/move-leadership.ts";
import { RebuildMaster } from "../../runbooks/rebuild-master.ts";
import { conditionsOf, outline, scopeOf, stepsOf } from "./outline.ts";

const checklist = [
  "is up and running in OpenStack",
  "has no puppet errors in Foreman",
  "answers to ping",
  "lets root in over SSH",
  "runs the container mesos-master",
  "runs the container zookeeper",
  "runs the container marathon",
  "runs the container aurora-scheduler",
  "runs the container mesos-dns",
  "has a ZooKeeper that serves",
  "has a mesos-master that leads or follows",
  "has its registry recovered",
  "has 10 % of its disk free",
  "has its clock right to 2 s",
];
const cluster = ["a leader is elected", "all 3 masters are in the quorum"];
const rebuild = stepsOf(RebuildMaster, "alimesos02");
const rowsOf = (id: string) => rebuild.filter((step) => step.id === id).flatMap(conditionsOf);

test("a master is checked as the guide has it, and what the cluster says of itself", () => {
  const [step] = stepsOf(CheckMaster, "alimesos02");
  const rows = step ? conditionsOf(step) : [];
  assert.deepEqual(
    rows.map(({ what }) => what),
    [...checklist, ...cluster],
  );
  assert.deepEqual([...new Set(rows.map(({ subject }) => subject))], ["alimesos02", "cluster"]);
  assert.equal(rows.find(({ name }) => name === "report-clean")?.parameters.withinSeconds, 7200);
});

test("all masters have the same rows, so that they stand side by side", () => {
  const rows = stepsOf(CheckMasters).flatMap(conditionsOf);
  const columns = Map.groupBy(rows, ({ subject }) => subject);
  assert.deepEqual([...columns.keys()], ["alimesos01", "alimesos02", "alimesos03", "cluster"]);
  for (const master of ["alimesos01", "alimesos02", "alimesos03"]) {
    const column = columns.get(master) ?? [];
    assert.deepEqual(
      column.map(({ what }) => what),
      checklist,
    );
    assert.deepEqual([...new Set(column.map(({ parameters }) => parameters.host))], [master]);
  }
});

test("a new master: missing, its zone, ai-bs, then the same as any new host, then the checklist", () => {
  const steps = stepsOf(CreateMaster, "alimesos02", "cern-geneva-b");
  assert.deepEqual(
    steps.map(({ id }) => id),
    [
      "ticket",
      "missing",
      "zone-taken",
      "create",
      "installed",
      "ping",
      "host-key",
      "key-is-right",
      "accept-key",
      "ssh",
      "puppet",
      "checklist",
    ],
  );
  const [, missing, zone, create] = outline(steps);
  assert.equal(missing, "check missing name-free, masters-fewer-than");
  assert.equal(zone, "ask zone-taken go-on|leave <zone-without-master: no>");
  assert.equal(create, 'act create server/alimesos02 {"do":"create","zone":"cern-geneva-b"}');
  assert.equal(conditionsOf(steps[1] ?? assert.fail()).at(-1)?.parameters.count, 3);
});

test("the options of a new master are the guide's, in its order", () => {
  const create = stepsOf(CreateMaster, "alimesos02", "cern-geneva-b").find(({ id }) => id === "create");
  const command = `ai-bs -g alibuild/mesos/master --foreman-environment alibuild_devel --cc7 --nova-sshkey alibuild
--nova-availabilityzone cern-geneva-b --nova-flavor m2.large --landb-mainuser alice-agile-admin
--landb-responsible alice-agile-admin --nova-attach-new-volume vdb=200GB alimesos02`;
  assert.equal(create?.because, `the guide's options: ${command.replaceAll("\n", " ")}`);
});

test("a rebuilt master: agreed, the others proved, the leadership offered, the others proved again", () => {
  const before = outline(rebuild).slice(0, 8);
  assert.deepEqual(
    before.map((line) => line.split(" ").slice(0, 2).join(" ")),
    [
      "check ticket",
      "attest agreed",
      "check others",
      "ask move-from-alimesos02",
      "act restart-alimesos02",
      "wait another-than-alimesos02",
      "check others-now",
      "act rebuild",
    ],
  );
  assert.match(before[3] ?? "", /move\|stay <master-leads: yes>/);
  assert.match(before[4] ?? "", /"container":"mesos-master".*<move-from-alimesos02: move>/);
  const { title } = rebuild.find(({ id }) => id === "rebuild") ?? assert.fail();
  assert.equal(title, "rebuild alimesos02: ai-rebuild-vm --cc7 alimesos02");
});

test("the whole checklist of both others is asked right before the rebuild, and cannot be skipped", () => {
  for (const id of ["others", "others-now"]) {
    const rows = rowsOf(id);
    const hosts = rows.slice(0, -1).map(({ subject }) => subject);
    assert.deepEqual([...new Set(hosts)], ["alimesos01", "alimesos03"]);
    assert.equal(rows.length, 2 * checklist.length + 1);
    assert.equal(rows.at(-1)?.name, "others-at-rest");
    assert.notEqual(rebuild.find((step) => step.id === id)?.isRequired, false);
  }
});

test("after the rebuild: up to an hour, ping, ssh, puppet, the checklist, and three again", () => {
  const after = rebuild.slice(rebuild.findIndex(({ id }) => id === "rebuild") + 1);
  assert.deepEqual(
    after.map(({ id }) => id),
    ["installed", "ping", "host-key", "old-key", "key-is-right", "accept-key", "ssh", "puppet", "checklist", "quorum"],
  );
  assert.equal(after[0]?.normal, "it can take up to one hour");
  assert.deepEqual(
    rowsOf("checklist").map(({ what }) => what),
    checklist,
  );
  assert.deepEqual(rowsOf("quorum")[0]?.parameters, { count: 3 });
});

test("whatever touches a master holds all masters", () => {
  assert.equal(scopeOf(RebuildMaster, "alimesos02"), "masters");
  assert.equal(scopeOf(CreateMaster, "alimesos02", "cern-geneva-b"), "masters");
  assert.equal(scopeOf(MoveLeadership), "masters");
});

test("the leadership moves only while all masters are healthy, and only away from the one that led when asked", () => {
  const steps = stepsOf(MoveLeadership);
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ["check", "ask", "ask", "ask", "act", "act", "act", "wait", "wait", "wait", "check"],
  );
  assert.deepEqual(
    steps.flatMap((step) =>
      provisosOf(step).flatMap((each) => ("condition" in each ? (each.condition.subject ?? []) : [])),
    ),
    ["alimesos01", "alimesos02", "alimesos03"],
  );
  assert.equal(
    outline(steps)[8],
    "wait another-than-alimesos02 another-leads, master-joined <move-from-alimesos02: move>",
  );
});
