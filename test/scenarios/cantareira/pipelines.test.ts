import assert from "node:assert/strict";
import test from "node:test";
import type { Json } from "#src/model/json.ts";
import { createAirflow } from "#src/systems/airflow/index.ts";
import { createGocd } from "#src/systems/gocd/index.ts";
import { stage } from "../../rehearsal/forge/stage.ts";
import { type Place, place, sources } from "../../rehearsal/gocd/stage.ts";
import { changeOf, Journal, look } from "../../systems/hosts/stage.ts";

const minute = 60_000;

function systemsOf({ world }: Place) {
  const options = { sources, world, home: "/nonexistent" };
  return { gocd: createGocd(options), airflow: createAirflow(options) };
}

function built(pipeline: string, revision: Json) {
  return { pipelines: [pipeline], repository: pipeline, revision };
}

function runOf(pipeline: string) {
  const resource = { system: "gocd", kind: "pipeline-run", name: pipeline, stack: "", role: "", needs: [] };
  return { ...resource, desired: { pipeline, because: "the DAGs are to be as before" } };
}

test("a run that fails is told with where to look, and one more run of the same revision passes", async (t) => {
  const here = await place(t, { faults: ["pipeline-fails-once"] });
  const { gocd } = systemsOf(here);
  const sha = await here.bump("deploy", ["lib/recipes/mesos_cluster.rb"], "1.11.0");
  here.time.sleep(10 * minute);
  const failed = await look(gocd, "built", built("deploy", sha));
  assert.deepEqual([failed.holds, failed.isFinal], ["no", true]);
  assert.match(failed.detail, /^deploy \d+ failed at stage build$/);
  assert.match(failed.next ?? "", /go\/pipelines\/deploy\/\d+\/build\/1; TriggerPipeline!\("deploy"\)/);
  const [draft, ...others] = gocd.diff(runOf("deploy"), []).drafts;
  assert.ok(draft && others.length === 0 && draft.risk === "disruptive");
  const journal = new Journal(here.world.clock);
  await gocd.apply(changeOf(draft), journal);
  const { counter } = journal.done.get("trigger") as { counter: number };
  assert.equal(counter, Number(/deploy (\d+)/.exec(failed.detail)?.[1]) + 1);
  here.time.sleep(10 * minute);
  assert.equal((await look(gocd, "built", built("deploy", sha))).holds, "yes");
  const ran = await look(gocd, "pipeline-ran", { pipeline: "deploy", counter: { counter } });
  assert.deepEqual([ran.holds, (ran.value as { counter: number }[])[0]?.counter], ["yes", counter]);
});

test("a paused pipeline says who paused it and why, and builds when the pause is over", async (t) => {
  const here = await place(t, { faults: ["pipeline-paused"] });
  const { gocd } = systemsOf(here);
  const sha = await here.bump("dockerfiles", ["mesos-base/Dockerfile"], "1.11.0");
  here.time.sleep(30 * minute);
  const paused = await look(gocd, "built", built("dockerfiles", sha));
  assert.deepEqual(
    [paused.holds, paused.isFinal, paused.detail],
    ["no", undefined, "dockerfiles is paused by release-manager: the build agents get new disks"],
  );
  const [draft] = gocd.diff(runOf("dockerfiles"), []).drafts;
  assert.ok(draft);
  const journal = new Journal(here.world.clock);
  await assert.rejects(gocd.apply(changeOf(draft), journal), { name: "NotDone", code: "gocd-refused" });
  here.time.sleep(200 * minute);
  assert.equal((await look(gocd, "built", built("dockerfiles", sha))).holds, "yes");
});

test("a console that died after the trigger finds the run and triggers no other", async (t) => {
  const here = await place(t);
  const { gocd } = systemsOf(here);
  const [draft] = gocd.diff(runOf("dagao"), []).drafts;
  assert.ok(draft);
  const journal = new Journal(here.world.clock);
  journal.diesIn = "schedule";
  await assert.rejects(gocd.apply(changeOf(draft), journal));
  journal.diesIn = undefined;
  await gocd.apply(changeOf(draft), journal);
  const { counter } = journal.done.get("trigger") as { counter: number };
  const pipeline = await here.builds.pipeline("dagao");
  const forced = pipeline?.runs(here.time.now()).filter(({ forcedBy }) => forcedBy) ?? [];
  assert.deepEqual(
    forced.map((run) => run.counter),
    [counter],
  );
});

test("a trigger whose answer is lost is found again, each of them once", async (t) => {
  const { world, builds } = await stage(t, "reset-after-send");
  const gocd = createGocd({ sources, world, home: "" });
  const journals = [1, 2, 3, 4].map(() => new Journal(world.clock));
  for (const journal of journals) {
    const [draft] = gocd.diff(runOf("dagao"), []).drafts;
    assert.ok(draft);
    await gocd.apply(changeOf(draft), journal);
  }
  const counters = journals.map((journal) => (journal.done.get("trigger") as { counter: number }).counter);
  const runs = (await builds.pipeline("dagao"))?.runs(world.clock.now()) ?? [];
  const forced = runs.filter(({ forcedBy }) => forcedBy);
  assert.deepEqual(
    forced.map(({ counter }) => counter),
    counters,
  );
  assert.equal(
    journals.filter(({ events }) => events.some((event) => event.startsWith("schedule settled yes"))).length,
    1,
  );
});

test("after the DAGs' pipelines ran Airflow has the same DAGs, paused as before", async (t) => {
  const here = await place(t, { faults: ["dag-import-error"] });
  const { gocd, airflow } = systemsOf(here);
  const before = await look(airflow, "dags-listed", {});
  assert.equal(before.detail, "5 DAGs, 1 paused (weekly_backfill)");
  assert.equal((await look(airflow, "dags-parse", {})).holds, "yes");
  const deploy = async () => {
    for (const pipeline of ["dagao", "dagao-deploy"]) {
      const [draft] = gocd.diff(runOf(pipeline), []).drafts;
      assert.ok(draft);
      await gocd.apply(changeOf(draft), new Journal(here.world.clock));
      here.time.sleep(10 * minute);
    }
  };
  await deploy();
  const broken = await look(airflow, "dags-parse", {});
  assert.equal(
    broken.detail,
    "import errors in /opt/airflow/airflow/dags/daily_models.py: ModuleNotFoundError: No module named 'jobs.versions'",
  );
  await deploy();
  assert.equal((await look(airflow, "dags-parse", {})).holds, "yes");
  assert.equal((await look(airflow, "dags-as-before", { before: before.value ?? null })).holds, "yes");
  here.time.sleep(25 * 60 * minute);
  assert.equal((await look(airflow, "dags-listed", {})).holds, "yes", "a token that has expired is asked for anew");
  const other = await look(airflow, "dags-as-before", { before: { nightly_run: true, gone: false } });
  assert.match(other.detail, /^nightly_run is not paused and was, gone is missing; new since: daily_models/);
});
