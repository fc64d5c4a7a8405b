import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createAirflow } from "#src/systems/airflow/index.ts";
import { openReal } from "#src/world/real.ts";
import cantareira from "../../environments/cantareira.ts";
import { startAirflow } from "../../scripts/real/airflow.ts";
import { airflowCases, askerOf } from "../conformance/forge/airflow.ts";
import { withEnvironment } from "../support/answering.ts";
import { look } from "../systems/hosts/stage.ts";

const program = process.env.AIRFLOW_PROGRAM ?? "";
const skip = program === "" && "AIRFLOW_PROGRAM, the path of airflow 3, is not set; npm run test:real sets it";

function dag(id: string, isPaused: boolean): string {
  return `with DAG(dag_id="${id}", schedule=None, is_paused_upon_creation=${isPaused ? "True" : "False"}):\n    pass\n`;
}

const many = Array.from({ length: 120 }, (_, index) => `daily_${String(index).padStart(3, "0")}`);
const dags = {
  "nightly.py": `from airflow.sdk import DAG\n${dag("nightly_run", false)}${dag("weekly_backfill", true)}`,
  "many.py": `from airflow.sdk import DAG\n${many.map((id) => dag(id, false)).join("")}`,
  "broken.py": `# A DAG of airflow\nfrom jobs.versions import SABESP_VERSION\n`,
};

test("a real Airflow 3: its DAGs, which are paused, what cannot be imported, and tokens that expire", {
  skip,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "airflow-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const who = { user: "jane", password: "a-secret" };
  const server = await startAirflow({ program, folder, ...who, dags, tokenLifeSeconds: 5 });
  t.after(() => server.stop());
  withEnvironment(t, { AIRFLOW_TOKEN: undefined, AIRFLOW_USERNAME: who.user, AIRFLOW_PASSWORD: who.password });
  const bench = { url: server.url, ...who, dag: "daily_000" };
  for (const { name, run } of airflowCases) await t.test(name, async () => run(bench, await askerOf(bench)));
  const sources = { ...cantareira.sources, airflow: { url: server.url } };
  const open = () => createAirflow({ sources, world: openReal("this machine"), home: "" });
  const airflow = open();
  const listed = await look(airflow, "dags-listed", {});
  assert.deepEqual([listed.holds, listed.detail], ["yes", "122 DAGs, 1 paused (weekly_backfill)"]);
  const broken = await look(airflow, "dags-parse", {});
  assert.deepEqual(
    [broken.holds, broken.detail],
    ["no", `import errors in ${folder}/dags/broken.py: ModuleNotFoundError: No module named 'jobs'`],
  );
  await wait(20_000);
  const before = { before: listed.value ?? null };
  assert.equal((await look(airflow, "dags-as-before", before)).holds, "yes", "with a token that is new");
  withEnvironment(t, { AIRFLOW_PASSWORD: "another" });
  const denied = await look(open(), "dags-listed", {});
  assert.deepEqual([denied.holds, denied.detail], ["unknown", "Airflow gives no token: POST /auth/token answers 401"]);
});
