import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Fields, Json } from "#src/model/json.ts";
import type { System } from "#src/model/system.ts";
import { createAirflow } from "#src/systems/airflow/index.ts";
import { createGocd } from "#src/systems/gocd/index.ts";
import cantareira from "../../../environments/cantareira.ts";
import { answering, withEnvironment } from "../../support/answering.ts";
import { look, world } from "../hosts/stage.ts";

const { sources } = cantareira;
const revision = "4".repeat(40);
const runsAtMost = 60;

/** Answers that look like the right ones, and are not. */
const twisted = fc.letrec<{ readonly value: Json; readonly fields: Fields }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, true, "Passed", "Failing", revision, 7, -1, ""),
    fc.array(tie("value"), { maxLength: 2 }),
    tie("fields"),
  ),
  fields: fc.dictionary(
    fc
      .constantFrom("pipelines", "name", "counter", "stages", "build_cause", "material_revisions", "modifications")
      .chain((name) =>
        fc.constantFrom(name, "revision", "dags", "dag_id", "import_errors", "total_entries", "_links", "next", "href"),
      ),
    tie("value"),
    { maxKeys: 4 },
  ),
}));

test("whatever JSON comes back, nothing breaks and nothing is taken as built or as before", async (t) => {
  withEnvironment(t, { GOCD_TOKEN: "t", AIRFLOW_TOKEN: "t" });
  let body: Json = null;
  const { connect } = await answering(t, () => ({ body }));
  const options = { sources, world: world({ connect }), home: "" };
  const asks: readonly (readonly [System, string, Fields])[] = [
    [createGocd(options), "built", { pipelines: ["deploy"], repository: "deploy", revision }],
    [createGocd(options), "pipeline-ran", { pipeline: "deploy", counter: 7 }],
    [createAirflow(options), "dags-as-before", { before: { nightly_run: true } }],
  ];
  const holds = async (given: Json) => {
    body = given;
    for (const [system, name, parameters] of asks) {
      const state = await look(system, name, parameters);
      assert.notEqual(state.holds, "yes", `${name} of ${JSON.stringify(given)}: ${state.detail}`);
    }
  };
  await holds({ name: "deploy", counter: 7, stages: [] });
  await fc.assert(fc.asyncProperty(twisted.fields, holds), { numRuns: runsAtMost });
});
