import assert from "node:assert/strict";
import test from "node:test";
import environment from "../../environments/cantareira.ts";
import { MesosCluster } from "../../recipes/mesos-cluster.ts";
import { MesosFixed } from "../../recipes/mesos-fixed.ts";
import { compose } from "../../src/console/compose.ts";
import { keyOf } from "../../src/model/resource.ts";

const recipes = new Map(Object.entries({ MesosCluster, MesosFixed }));

function destroy(recipe: string) {
  return compose({ recipe, verb: "destroy", args: ["test"] }, recipes, environment);
}

test("a part that is destroyed leaves to the others what they share, and says so", () => {
  const { resources, notes } = destroy("MesosFixed");
  assert.ok(!resources.map(keyOf).includes("security-group/mesos-test"));
  assert.deepEqual(notes, ["security-group/mesos-test stays: other recipes of the stack share it"]);
});

test("the whole lets go of everything, with nothing left to say", () => {
  const { resources, notes } = destroy("MesosCluster");
  assert.ok(resources.map(keyOf).includes("security-group/mesos-test"));
  assert.ok(resources.every(({ desired }) => desired === null));
  assert.deepEqual(notes, []);
});
