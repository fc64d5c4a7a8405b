import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { MesosFixed } from "../../../recipes/mesos-fixed.ts";
import { MesosMaster } from "../../../recipes/mesos-master.ts";
import { NotDone } from "../../../src/model/error.ts";
import { contextOf, environment, stage } from "./stage.ts";

const context = contextOf(environment, "test");
const fixed = MesosFixed.compose(context);
const masters = MesosMaster.compose(context);

/** Applies again and again, as a resumed run does, until nothing throws; gives what was thrown. */
async function persist(t: TestContext, resources: typeof fixed, faults: readonly string[]) {
  const staged = await stage(t, { faults });
  const planned = await staged.plan(resources);
  const journal = staged.memory(planned.documents);
  const thrown: unknown[] = [];
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      await staged.apply(planned.changes, journal);
      return { ...staged, thrown };
    } catch (error) {
      thrown.push(error);
    }
  }
  throw thrown.at(-1);
}

test("throttling for minutes is waited out and told", async (t) => {
  const { aws, throttles, thrown } = await persist(t, fixed, ["throttle"]);
  assert.deepEqual(thrown, []);
  assert.ok(throttles.length > 0);
  assert.match(throttles[0]?.what ?? "", /^(ec2: RequestLimitExceeded|autoscaling: Throttling)$/);
  assert.equal((await aws.hosts("test")).length, 3);
});

test("what was made a moment ago and is not seen yet is waited for", async (t) => {
  const { plan, thrown } = await persist(t, masters, ["eventual-consistency"]);
  assert.deepEqual(thrown, []);
  assert.deepEqual((await plan(masters)).changes, []);
});

test("a connection that is reset after the request is a doubt; taken up again, nothing is made twice", async (t) => {
  const { aws, plan, thrown, served } = await persist(t, masters, ["reset-after-send"]);
  assert.ok(thrown.length > 0);
  assert.deepEqual(
    thrown.filter((error) => error instanceof NotDone),
    [],
    "a lost answer is never taken for a no",
  );
  assert.match(String(thrown[0]), /it is not known what became of it/);
  assert.equal((await aws.hosts("test")).length, 3);
  assert.equal(
    served.world.volumes.shelf.visible().filter(({ tags }) => tags.get("Name")).length,
    6,
    "3 roots, 3 kept",
  );
  assert.deepEqual((await plan(masters)).changes, []);
});

test("a zone without capacity fails by itself, provably", async (t) => {
  const { plan, apply, memory, aws } = await stage(t, { faults: ["no-capacity"] });
  const planned = await plan(fixed);
  const results = [];
  for (const change of planned.changes) {
    results.push(
      await apply([change], memory(planned.documents)).then(
        () => "done",
        (error: unknown) => error,
      ),
    );
  }
  const failures = results.filter((result) => result !== "done");
  assert.equal(failures.length, 1);
  const [failure] = failures;
  assert.ok(failure instanceof NotDone);
  assert.equal(failure.code, "aws-InsufficientInstanceCapacity");
  assert.match(failure.next, /change the zone or the instance type/);
  assert.equal((await aws.hosts("test")).length, 2);
});

test("an instance that dies at birth is told with EC2's reason; taken up again, another is launched", async (t) => {
  const { aws, plan, thrown } = await persist(t, fixed, ["instance-dies"]);
  assert.equal(thrown.length, 1);
  assert.match(String(thrown[0]), /launched and then terminated instead of running: Client\.InternalError/);
  assert.equal((await aws.hosts("test")).length, 3);
  assert.deepEqual((await plan(fixed)).changes, []);
});

test("credentials that expire midway are a clear no, and say what to do", async (t) => {
  const { plan, apply, memory } = await stage(t, { faults: ["expired-credentials"] });
  const planned = await plan(masters);
  const failure = await apply(planned.changes, memory(planned.documents)).catch((error: unknown) => error);
  assert.ok(failure instanceof Error && "next" in failure && "code" in failure);
  assert.match(String(failure.code), /^aws-(RequestExpired|ExpiredToken)$/);
  assert.match(String(failure.next), /renew your credentials/);
});

test("a missing right is named", async (t) => {
  const { plan, apply, memory } = await stage(t, { faults: ["access-denied"] });
  const planned = await plan(masters);
  const failure = await apply(planned.changes, memory(planned.documents)).catch((error: unknown) => error);
  assert.ok(failure instanceof NotDone);
  assert.equal(failure.code, "aws-UnauthorizedOperation");
  assert.match(failure.next, /ask for the right ec2:CreateVolume/);
});
