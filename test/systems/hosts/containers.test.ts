import assert from "node:assert/strict";
import test from "node:test";
import type { System } from "#src/model/system.ts";
import { Hosts } from "./double.ts";
import { environment, look, open } from "./stage.ts";

const master = "alimesos02.cern.ch";
const command = "docker ps --all --no-trunc --format {{json .}}";
const containers = environment.masters.containers;

interface Told {
  readonly Names: string;
  readonly State?: string;
  readonly Status: string;
}

const up = (Names: string): Told => ({ Names, State: "running", Status: "Up 3 days" });

function with_(list: readonly Told[]) {
  const stdout = list.map((each) => `${JSON.stringify(each)}\n`).join("");
  const hosts = new Hosts().answer(`${master}: ${command}`, { stdout });
  return { hosts, system: open(hosts) };
}

/** All containers run, but one is as said; `undefined`: it is not there. */
function butOne(name: string, ...instead: readonly Told[]) {
  return with_([...containers.filter((each) => each !== name).map(up), ...instead]);
}

const stateOf = (system: System, container = "zookeeper") =>
  look(system, "container-running", { host: "alimesos02", container });

test("a container of a master runs", async () => {
  const { system, hosts } = with_(containers.map(up));
  const state = await stateOf(system, "mesos-master");
  assert.deepEqual([state.holds, state.detail], ["yes", "mesos-master runs (Up 3 days)"]);
  assert.deepEqual(hosts.asked[0]?.argv, ["docker", "ps", "--all", "--no-trunc", "--format", "{{json .}}"]);
});

for (const name of containers) {
  test(`${name} is missing`, async () => {
    const state = await stateOf(butOne(name).system, name);
    assert.deepEqual([state.holds, state.detail], ["no", `${name} is missing`]);
    assert.match(state.next ?? "", /docker logs on alimesos02/);
  });

  test(`${name} restarts again and again`, async () => {
    const restarting = { Names: name, State: "restarting", Status: "Restarting (1) 4 seconds ago" };
    const state = await stateOf(butOne(name, restarting).system, name);
    const told = `${name} is restarting, not running (Restarting (1) 4 seconds ago)`;
    assert.deepEqual([state.holds, state.detail], ["no", told]);
  });

  test(`${name} has only look-alikes`, async () => {
    for (const alike of [`${name}-old`, `my-${name}`, name.toUpperCase(), name.replaceAll("-", "_").concat("_1")]) {
      const state = await stateOf(butOne(name, up(alike)).system, name);
      const told = `${name} is missing; ${alike} (running) is another container`;
      assert.deepEqual([state.holds, state.detail], ["no", told]);
    }
  });

  for (const [State, Status] of [
    ["paused", "Up 3 days (Paused)"],
    ["created", "Created"],
    ["exited", "Exited (137) 2 hours ago"],
    ["dead", "Dead"],
  ] as const) {
    test(`${name} is ${State}`, async () => {
      const state = await stateOf(butOne(name, { Names: name, State, Status }).system, name);
      assert.deepEqual([state.holds, state.detail], ["no", `${name} is ${State}, not running (${Status})`]);
    });
  }
}

test("a docker of before 20.10 lists no state: its status says it", async () => {
  const old = (Names: string, Status: string): Told => ({ Names, Status });
  const statuses = [
    "Up 2 hours",
    "Up 2 hours (Paused)",
    "Restarting (1) 4 seconds ago",
    "Created",
    "Exited (0) 1 hour ago",
  ];
  const list = containers.map((name, index) => old(name, statuses[index] ?? ""));
  const { system } = with_(list);
  const states = await Promise.all(containers.map((name) => stateOf(system, name)));
  const troubles = states
    .filter(({ holds }) => holds === "no")
    .map(({ detail }) => detail.replace(/, not running.*/, ""));
  assert.deepEqual(troubles, [
    "zookeeper is paused",
    "marathon is restarting",
    "aurora-scheduler is created",
    "mesos-dns is exited",
  ]);
});

test("the name within a link is not the container's", async () => {
  const { system } = butOne("marathon", up("web,web/marathon"));
  assert.equal((await stateOf(system, "marathon")).holds, "no");
});

test("a docker that does not run fails, with its reason", async () => {
  const stderr = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n";
  const hosts = new Hosts().answer(`${master}: docker`, { exitCode: 1, stderr });
  const state = await stateOf(open(hosts));
  assert.equal(state.holds, "no");
  assert.match(state.detail, /^docker does not run on alimesos02: Cannot connect to the Docker daemon/);
});

test("a docker that is not installed fails", async () => {
  const hosts = new Hosts().answer(`${master}: docker`, { exitCode: 127, stderr: "docker: command not found" });
  assert.equal((await stateOf(open(hosts))).holds, "no");
});

test("what docker did not say is unknown, not missing", async () => {
  for (const answer of [{ stdout: "nonsense" }, { stdout: '{"Names":"zookeeper"}' }, { isTruncated: true }]) {
    const state = await stateOf(open(new Hosts().answer(`${master}: docker`, answer)));
    assert.equal(state.holds, "unknown");
    assert.match(state.detail, /is not understood/);
  }
});

test("rows of one host that are asked together need one docker ps", async () => {
  const { system, hosts } = with_(containers.map(up));
  const rows = containers.map((container) => stateOf(system, container));
  assert.ok((await Promise.all(rows)).every(({ holds }) => holds === "yes"));
  assert.equal(hosts.asked.length, 1);
  await stateOf(system);
  assert.equal(hosts.asked.length, 2, "a later look is a look of its own");
});
