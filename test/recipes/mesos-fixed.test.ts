import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { MesosFixed } from "../../recipes/mesos-fixed.ts";
import { contextOf, ofKind, outline } from "./outline.ts";

const counted = (count: number, zones = 3) => {
  const { fixed } = contextOf("test").stack;
  return contextOf("test", { fixed: { ...fixed, count, zones: fixed.zones.slice(0, zones) } });
};
const countsOf = (count: number, zones = 3) =>
  ofKind(MesosFixed.compose(counted(count, zones)), "instances").map(({ desired }) => Number(desired?.count));
const replace = (...hosts: string[]) => MesosFixed.verbs?.replace?.compose(contextOf("test"), ...hosts) ?? [];

test("a fleet in each zone, after the security group and the profile", () => {
  const needs = "security-group/mesos-test < instance-profile/cantareira-test-mesos-fixed";
  assert.deepEqual(outline(MesosFixed.compose(contextOf("test"))), [
    "security-group/mesos-test",
    "instance-profile/cantareira-test-mesos-fixed",
    `instances/mesos-fixed-test-a < ${needs}`,
    `instances/mesos-fixed-test-b < ${needs}`,
    `instances/mesos-fixed-test-c < ${needs}`,
  ]);
});

test("a fleet says what its hosts are", () => {
  const [fleet] = ofKind(MesosFixed.compose(contextOf("stable")), "instances");
  const { userData, ...fields } = fleet?.desired ?? {};
  assert.deepEqual(fields, {
    count: 2,
    image: "ami-122b598615dcbe810",
    type: "m5.4xlarge",
    zone: "us-east-1a",
    subnet: "subnet-eb8450ae2a1c5ed55",
    groups: ["mesos-stable"],
    profile: "cantareira-stable-mesos-fixed",
    rootGiB: 200,
    mesosVersion: "1.9.0",
    metadataTokens: "required",
  });
  assert.match(JSON.stringify(userData), /slave-type:mesos-fixed;az:/);
});

test("hosts are spread evenly, the first zones get the rest, a zone without one has no fleet", () => {
  assert.deepEqual(countsOf(3), [1, 1, 1]);
  assert.deepEqual(countsOf(8), [3, 3, 2]);
  assert.deepEqual(countsOf(100), [34, 33, 33]);
  assert.deepEqual(countsOf(1), [1]);
  assert.deepEqual(countsOf(0), []);
});

test("whatever the count and the zones: all of them are placed, no zone has two more than another", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 3 }), (count, zones) => {
      const counts = countsOf(count, zones);
      const sum = counts.reduce((total, each) => total + each, 0);
      const least = counts.length < zones ? 0 : Math.min(...counts);
      assert.equal(sum, count);
      assert.ok(Math.max(0, ...counts) - least <= 1);
    }),
  );
});

test("it is verified by as many registered agents", () => {
  const [condition] = MesosFixed.verify?.(counted(8), []) ?? [];
  assert.deepEqual([condition?.name, condition?.parameters], ["agents-registered", { expected: { "mesos-fixed": 8 } }]);
  assert.equal(condition?.what, "the agents registered: 8 mesos-fixed");
});

test("replace is asked host by host, one after the other", () => {
  const members = replace("ip-10-20-1-17", "i-0abc", "ip-10-20-1-17");
  assert.deepEqual(outline(members), ["fleet-member/ip-10-20-1-17", "fleet-member/i-0abc"]);
  assert.deepEqual(new Set(members.map(({ rollout }) => rollout?.group)), new Set(["mesos-fixed-test"]));
});

test("a replaced host is what its fleet says", () => {
  const [member] = replace("i-0abc");
  const fleets = ofKind(MesosFixed.compose(contextOf("test")), "instances").map(({ name, desired }) => [name, desired]);
  assert.deepEqual(member?.desired, { fleets: Object.fromEntries(fleets) });
});

test("replace without a host is refused, with how to name one", () => {
  assert.throws(() => replace(), { reason: "usage", code: "no-hosts", next: /MesosFixed\.replace\("test", "HOST"\)/ });
});
