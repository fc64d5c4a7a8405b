import assert from "node:assert/strict";
import test from "node:test";
import type { MasterZone } from "#src/recipe.ts";
import { MesosMaster } from "../../recipes/mesos-master.ts";
import { readIgnition } from "../ignition/spec.ts";
import { contextOf, ofKind, outline, userDataOf } from "./outline.ts";

const withZones = (zones: readonly MasterZone[]) => {
  const context = contextOf("test");
  return contextOf("test", { masters: { ...context.stack.masters, zones } });
};
const zones = contextOf("test").stack.masters.zones;

test("one master in each zone, each with a kept interface and a kept volume", () => {
  const group = "security-group/mesos-test";
  const profile = "instance-profile/cantareira-test-mesos-master";
  assert.deepEqual(outline(MesosMaster.compose(contextOf("test"))), [
    group,
    profile,
    ...["a", "b", "c"].flatMap((zone) => [
      `network-interface/mesos-master-test-${zone} < ${group}`,
      `volume/mesos-master-test-${zone}`,
      `instance/mesos-master-test-${zone} < network-interface/mesos-master-test-${zone} < volume/mesos-master-test-${zone} < ${profile}`,
    ]),
  ]);
});

test("a master keeps its address and its encrypted volume, and is protected from termination", () => {
  const resources = MesosMaster.compose(contextOf("stable"));
  const desired = (kind: string) =>
    ofKind(resources, kind).find(({ name }) => name === "mesos-master-stable-b")?.desired;
  assert.deepEqual(desired("network-interface"), {
    subnet: "subnet-1df06ef851fa27b1d",
    address: "10.20.22.10",
    groups: ["mesos-stable"],
  });
  assert.deepEqual(desired("volume"), { zone: "us-east-1b", sizeGiB: 200, type: "gp3", isEncrypted: true });
  const { userData, ...instance } = desired("instance") ?? {};
  assert.deepEqual(instance, {
    image: "ami-122b598615dcbe810",
    type: "m5.xlarge",
    zone: "us-east-1b",
    networkInterface: "mesos-master-stable-b",
    volume: "mesos-master-stable-b",
    device: "/dev/sdf",
    profile: "cantareira-stable-mesos-master",
    rootGiB: 30,
    mesosVersion: "1.9.0",
    hasTerminationProtection: true,
    metadataTokens: "required",
  });
});

test("operators reach the masters' ports, hosts of the stack reach one another", () => {
  const [group] = ofKind(MesosMaster.compose(contextOf("test")), "security-group");
  const rule = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, source: "10.0.0.0/8" });
  assert.deepEqual(group?.desired?.ingress, [
    { protocol: "-1", fromPort: -1, toPort: -1, source: "self" },
    ...[2181, 5050, 8080, 8081].map(rule),
  ]);
});

test("masters are replaced one at a time, the leader last, the next only when this one joined", () => {
  for (const { rollout, waits, name } of ofKind(MesosMaster.compose(contextOf("test")), "instance")) {
    const address = zones[["a", "b", "c"].indexOf(name.slice(-1))]?.address;
    assert.equal(rollout?.group, "masters-test");
    assert.deepEqual([rollout?.last?.name, rollout?.last?.parameters], ["master-leads", { address }]);
    assert.deepEqual(
      waits?.map((wait) => [wait.name, wait.parameters]),
      [["master-joined", { address }]],
    );
  }
});

test("nothing is waited for where the environment does not say where Mesos is", () => {
  const { mesos, ...stack } = contextOf("test").stack;
  const masters = ofKind(MesosMaster.compose({ ...contextOf("test"), stack }), "instance");
  assert.deepEqual(
    masters.map(({ waits }) => waits),
    [[], [], []],
  );
});

test("it is verified by an elected leader", () => {
  const conditions = MesosMaster.verify?.(contextOf("test"), []) ?? [];
  assert.deepEqual(
    conditions.map(({ system, name, withinSeconds }) => [system, name, withinSeconds]),
    [["mesos", "leader-elected", 600]],
  );
});

test("each master boots with its own number and waits for its own volume", () => {
  const texts = userDataOf(MesosMaster, contextOf("test"));
  const own = Object.entries(texts).map(([key, text]) => [
    key,
    /ZOO_MY_ID=(\d)/.exec(text)?.[1],
    /\$\{volume:([a-z-]+)\}/.exec(text)?.[1],
    readIgnition(text).systemd.units.length,
  ]);
  assert.deepEqual(own, [
    ["instance/mesos-master-test-a", "1", "mesos-master-test-a", 7],
    ["instance/mesos-master-test-b", "2", "mesos-master-test-b", 7],
    ["instance/mesos-master-test-c", "3", "mesos-master-test-c", 7],
  ]);
});

test("an even number of masters is refused, with where to change it", () => {
  const usage = {
    reason: "usage",
    code: "unfit-masters",
    next: /stacks\.test\.masters\.zones in environments\/cantareira\.ts/,
  };
  assert.throws(() => MesosMaster.compose(withZones(zones.slice(0, 2))), { ...usage, why: /2 is an even number/ });
  assert.throws(() => MesosMaster.compose(withZones([])), { ...usage, why: /0 is an even number/ });
});

test("two masters in one zone are refused: that zone could take the majority away", () => {
  const [first] = zones;
  assert.ok(first);
  const shared = [...zones.slice(0, 2), { ...first, address: "10.20.1.11" }];
  assert.throws(() => MesosMaster.compose(withZones(shared)), {
    code: "unfit-masters",
    why: /share an availability zone/,
  });
});

test("one master is a cluster too", () => {
  assert.equal(ofKind(MesosMaster.compose(withZones(zones.slice(0, 1))), "instance").length, 1);
});
