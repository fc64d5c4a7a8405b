import test from "node:test";
import { airflowCases, askerOf } from "../../conformance/forge/airflow.ts";
import { registryAskerOf, registryCases } from "../../conformance/forge/registry.ts";
import { place, sources } from "./stage.ts";

test("the rehearsed Airflow is as a real one", async (t) => {
  const here = await place(t, { faults: ["dag-import-error"] });
  const door = await here.world.connect(new URL(sources.airflow.url).hostname, 443);
  const who = { user: "operator", password: "airflow-password" };
  const bench = { url: `http://${door.host}:${door.port}`, ...who, dag: "nightly_run" };
  const ask = await askerOf(bench);
  for (const { name, run } of airflowCases) await t.test(name, () => run(bench, ask));
});

test("the rehearsed registry is as a real one", async (t) => {
  const here = await place(t);
  const { origin, hostname } = new URL(sources.registry.url);
  const door = await here.world.connect(hostname, 443);
  const bench = { url: `http://${door.host}:${door.port}`, image: "mesos-base", tag: "1.9.0" };
  const ask = await registryAskerOf(bench, (realm) => realm.replace(origin, bench.url));
  for (const { name, run } of registryCases) await t.test(name, () => run(bench, ask));
});
