import assert from "node:assert/strict";
import test from "node:test";
import { MesosCluster } from "../../../recipes/mesos-cluster.ts";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { contextOf, environment, letGo, stage } from "./stage.ts";

const resources = MesosCluster.compose(contextOf(environment, "test"));
const { test: stack } = environment.stacks;
const upgraded: AwsEnvironment = {
  ...environment,
  stacks: { ...environment.stacks, test: { ...stack, mesosVersion: "1.11.1" } },
};

type Stage = Awaited<ReturnType<typeof stage>>;

/** The console dies after each single effect, before it could write down that it is done; then it is taken up again. */
async function crashingAtEach(staged: Stage, wanted: readonly Resource[]): Promise<number> {
  const planned = await staged.plan(wanted);
  const journal = staged.memory(planned.documents, { crashesAfterEach: true });
  let crashes = 0;
  for (;;) {
    try {
      await staged.apply(planned.changes, journal);
      return crashes;
    } catch (error) {
      if (String(error) !== "Error: killed") throw error;
      crashes += 1;
    }
  }
}

async function counts({ aws, served }: Stage) {
  const { volumes, network } = served.world;
  const kept = volumes.shelf.visible().filter(({ tags }) => tags.get("mesos-console:resource")?.startsWith("volume/"));
  return { hosts: (await aws.hosts("test")).length, kept: kept.length, faces: network.interfaces.visible().length };
}

test("a whole cluster is made, is then as desired, and is let go of without a rest", async (t) => {
  const { plan, converge } = await stage(t);
  await converge(resources);
  const again = await plan(resources);
  assert.deepEqual(again.changes, []);
  const gone = await converge(letGo(resources));
  assert.ok(gone.changes.length > 10);
  assert.deepEqual(new Set(gone.changes.map(({ risk }) => risk)), new Set(["destructive"]), "none is let go of by a y");
  assert.deepEqual((await plan(letGo(resources))).changes, []);
});

test("killed after every single effect: nothing is made twice and nothing is lost", async (t) => {
  const staged = await stage(t);
  const crashes = await crashingAtEach(staged, resources);
  assert.ok(crashes > 20, `${crashes} crashes`);
  await staged.world.clock.sleep(300_000);
  const all = await counts(staged);
  assert.equal(all.hosts, 3 + 3 + 1 + 1);
  assert.equal(all.kept, 3);
  assert.equal(all.faces, all.hosts);
  assert.deepEqual((await staged.plan(resources)).changes, []);

  const newer = MesosCluster.compose(contextOf(upgraded, "test"));
  await crashingAtEach(staged, newer);
  await staged.world.clock.sleep(300_000);
  assert.deepEqual(await counts(staged), all, "replaced one for one");
  assert.deepEqual((await staged.plan(newer)).changes, []);

  await crashingAtEach(staged, letGo(newer));
  assert.deepEqual((await staged.plan(letGo(newer))).changes, []);
  await staged.world.clock.sleep(60_000);
  assert.deepEqual(await counts(staged), { hosts: 0, kept: 0, faces: 0 });
});
