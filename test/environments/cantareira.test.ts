import assert from "node:assert/strict";
import test from "node:test";
import type { Stack } from "#src/model/environment.ts";
import cantareira from "../../environments/cantareira.ts";

const stacks: readonly (readonly [string, Stack])[] = Object.entries(cantareira.stacks);
const masters = stacks.flatMap(([, stack]) => stack.masters.zones);
const network = (address: string) => address.split(".").slice(0, 3).join(".");

test("stable is protected, the others are not", () => {
  assert.deepEqual(
    stacks.filter(([, { isProtected }]) => isProtected).map(([name]) => name),
    ["stable"],
  );
});

test("every master has an address of its own in a subnet of its own", () => {
  assert.equal(new Set(masters.map(({ address }) => network(address))).size, masters.length);
  assert.equal(new Set(masters.map(({ subnet }) => subnet)).size, masters.length);
});

test("every stack is spread over three zones of the pinned region", () => {
  for (const [name, stack] of stacks) {
    for (const { zones } of [stack.masters, stack.fixed, stack.onDemand, stack.spot]) {
      assert.deepEqual(
        zones.map(({ zone }) => zone),
        ["us-east-1a", "us-east-1b", "us-east-1c"],
        name,
      );
    }
  }
});

test("every role has the profile that its IAM role is named after", () => {
  for (const [name, { masters, fixed, onDemand, spot }] of stacks) {
    assert.deepEqual(
      [masters, fixed, onDemand, spot].map(({ profile }) => profile),
      ["mesos-master", "mesos-fixed", "mesos-on-demand", "mesos-spot-multi-az"].map(
        (role) => `cantareira-${name}-${role}`,
      ),
    );
  }
});

test("groups begin within their bounds, and can be scaled to nothing", () => {
  for (const [name, { onDemand, spot }] of stacks) {
    for (const { min, max, desiredAtCreation } of [onDemand, spot]) {
      assert.equal(min, 0, name);
      assert.ok(desiredAtCreation > 0 && desiredAtCreation <= max, name);
    }
  }
});

test("spot can choose among several instance types", () => {
  for (const [name, { spot }] of stacks) assert.ok(spot.instanceTypes.length > 1, name);
});
