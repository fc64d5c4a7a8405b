import assert from "node:assert/strict";
import test from "node:test";
import { MesosCluster } from "../../../recipes/mesos-cluster.ts";
import { contextOf, environment, letGo, stage } from "./stage.ts";

const resources = MesosCluster.compose(contextOf(environment, "test"));

test("a whole cluster is made, is then as desired, and is let go of without a rest", async (t) => {
  const { plan, converge } = await stage(t);
  await converge(resources);
  const again = await plan(resources);
  assert.deepEqual(again.changes, []);
  await converge(letGo(resources));
  assert.deepEqual((await plan(letGo(resources))).changes, []);
});
