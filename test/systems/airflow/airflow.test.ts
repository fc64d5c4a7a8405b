import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import type { Fields, Json } from "#src/model/json.ts";
import { createAirflow } from "#src/systems/airflow/index.ts";
import cantareira from "../../../environments/cantareira.ts";
import { type Answered, type Asked, answering, withEnvironment } from "../../support/answering.ts";
import { changeOf, Journal, look, world } from "../hosts/stage.ts";

const jane = { AIRFLOW_TOKEN: undefined, AIRFLOW_USERNAME: "jane", AIRFLOW_PASSWORD: "a-secret" };
const dags = (...ids: readonly string[]) => ids.map((dag_id) => ({ dag_id, is_paused: dag_id.startsWith("paused") }));

type Variables = Readonly<Record<string, string | undefined>>;

async function open(
  t: TestContext,
  answer: (asked: Asked) => Answered | undefined,
  variables: Variables = jane,
  url?: string,
) {
  withEnvironment(t, variables);
  const { asked, connect } = await answering(t, answer);
  const sources = url ? { ...cantareira.sources, airflow: { url } } : cantareira.sources;
  return { asked, airflow: createAirflow({ sources, world: world({ connect }), home: "" }) };
}

/** A 3.x: a token for jane, then lists. `lists`: by path. */
function third(lists: Readonly<Record<string, Fields>>) {
  let tokens = 0;
  let good = "";
  const expire = () => {
    good = "";
  };
  const answer = ({ path, method, headers, body }: Asked): Answered => {
    const [at = "", query] = path.split("?");
    if (at === "/api/v2/version") return { body: { version: "3.0.2" } };
    if (method === "POST" && at === "/auth/token") {
      if (body !== JSON.stringify({ username: "jane", password: "a-secret" }))
        return { status: 401, body: { detail: body } };
      good = `token-${++tokens}`;
      return { status: 201, body: { access_token: good } };
    }
    if (good === "" || headers.authorization !== `Bearer ${good}`)
      return { status: 401, body: { detail: "Token Expired" } };
    const list = lists[at];
    return list ? { body: page(list, new URLSearchParams(query)) } : { status: 404, body: { detail: "Not Found" } };
  };
  return { answer, expire, tokens: () => tokens };
}

/** At most two at a time, whatever is asked for. */
function page(list: Fields, query: URLSearchParams): Fields {
  const offset = Number(query.get("offset"));
  return Object.fromEntries(
    Object.entries(list).map(([name, rows]) => [name, Array.isArray(rows) ? rows.slice(offset, offset + 2) : rows]),
  );
}

test("3.x: all DAGs of all pages, and which are paused", async (t) => {
  const all = dags("a", "b", "paused-c", "d", "e");
  const server = third({ "/api/v2/dags": { dags: all, total_entries: 5 } });
  const { airflow, asked } = await open(t, server.answer);
  const state = await look(airflow, "dags-listed", {});
  assert.deepEqual([state.holds, state.detail], ["yes", "5 DAGs, 1 paused (paused-c)"]);
  assert.deepEqual(state.value, { a: false, b: false, "paused-c": true, d: false, e: false });
  assert.deepEqual(
    asked.slice(2).map(({ path }) => new URLSearchParams(path.split("?")[1]).get("offset")),
    ["0", "2", "4"],
  );
  assert.doesNotMatch(asked.map(({ path }) => path).join(), /secret|token-/);
});

test("3.x: a token that has expired is renewed once, and one that is never good is told", async (t) => {
  const server = third({ "/api/v2/dags": { dags: [], total_entries: 0 } });
  const { airflow } = await open(t, server.answer);
  await look(airflow, "dags-listed", {});
  server.expire();
  assert.equal((await look(airflow, "dags-listed", {})).holds, "yes");
  assert.equal(server.tokens(), 2);
  const stale = await open(t, server.answer, { ...jane, AIRFLOW_TOKEN: "stale" });
  const state = await look(stale.airflow, "dags-listed", {});
  assert.deepEqual(
    [state.holds, state.detail],
    ["unknown", "Airflow's answer to GET /dags?order_by=dag_id&limit=100&offset=0: 401 Token Expired"],
  );
});

test("3.x: a password that is wrong is not repeated to anybody", async (t) => {
  const { airflow } = await open(t, third({}).answer, { ...jane, AIRFLOW_PASSWORD: "wrong-secret" });
  const state = await look(airflow, "dags-listed", {});
  assert.deepEqual([state.holds, state.detail], ["unknown", "Airflow gives no token: POST /auth/token answers 401"]);
});

test("2.x is asked with Basic, below a prefix as well", async (t) => {
  const basic = `Basic ${Buffer.from("jane:a-secret").toString("base64")}`;
  const answer = ({ path, headers }: Asked): Answered => {
    if (path === "/airflow/api/v1/version") return { body: { version: "2.10.4" } };
    if (!path.startsWith("/airflow/api/v1/dags")) return { status: 404 };
    if (headers.authorization !== basic) return { status: 401, body: { title: "Unauthorized", status: 401 } };
    return { body: { dags: dags("a"), total_entries: 1 } };
  };
  const { airflow } = await open(t, answer, jane, "http://airflow.example/airflow/");
  assert.deepEqual((await look(airflow, "dags-listed", {})).value, { a: false });
});

test("1.10 and what is no Airflow are told apart", async (t) => {
  const old = await open(t, ({ path }) =>
    path === "/api/experimental/test" ? { body: { status: "OK" } } : { status: 404 },
  );
  assert.match((await look(old.airflow, "dags-listed", {})).detail, /it is a 1\.10, whose API lists no DAGs/);
  const other = await open(t, () => ({ status: 404 }));
  assert.match((await look(other.airflow, "dags-listed", {})).detail, /No Airflow is found there/);
  const broken = await open(t, () => undefined);
  assert.match((await look(broken.airflow, "dags-listed", {})).detail, /^Airflow at airflow\.example does not answer/);
});

test("files that cannot be imported are named with the last line of their traces", async (t) => {
  const trace = 'Traceback (most recent call last):\n  File "x"\nSyntaxError: \u001b[1minvalid syntax\n';
  const errors = [{ import_error_id: 1, filename: "dags/a.py", bundle_name: null, stack_trace: trace }];
  const server = third({ "/api/v2/importErrors": { import_errors: errors, total_entries: 1 } });
  const { airflow } = await open(t, server.answer);
  const state = await look(airflow, "dags-parse", {});
  assert.deepEqual([state.holds, state.detail], ["no", "import errors in dags/a.py: SyntaxError: invalid syntax"]);
  assert.match(state.next ?? "", /https:\/\/airflow\.example/);
});

test("no import error counts only where somebody reads the files: a part that is down says so with a 200", async (t) => {
  const none = { import_errors: [], total_entries: 0 };
  const part = (status: string | null) => ({ status, latest_dag_processor_heartbeat: null });
  const healthy = { metadatabase: { status: "healthy" }, scheduler: { status: "healthy" } };
  const told = async (health: Fields) => {
    const lists = { "/api/v2/importErrors": none, "/api/v2/monitor/health": health };
    const { airflow } = await open(t, third(lists).answer);
    return await look(airflow, "dags-parse", {});
  };
  assert.equal((await told({ ...healthy, dag_processor: part("healthy") })).holds, "yes");
  assert.equal((await told({ ...healthy, dag_processor: part(null) })).holds, "yes");
  const { holds, detail } = await told({ ...healthy, dag_processor: part("unhealthy") });
  assert.deepEqual(
    [holds, detail],
    ["no", "no file of DAGs has an import error, but dag_processor is unhealthy: the files may not have been read"],
  );
  const second = await open(t, ({ path }) => {
    if (path === "/api/v1/version") return { body: { version: "2.10.4" } };
    if (path === "/api/v1/health") return { body: { ...healthy, scheduler: { status: "unhealthy" } } };
    return path.startsWith("/api/v1/importErrors") ? { body: none } : { status: 404 };
  });
  assert.match((await look(second.airflow, "dags-parse", {})).detail, /but scheduler is unhealthy/);
});

test("each DAG that is not as before is named", async (t) => {
  const server = third({ "/api/v2/dags": { dags: dags("a", "paused-b"), total_entries: 2 } });
  const { airflow } = await open(t, server.answer);
  const against = (before: Json) => look(airflow, "dags-as-before", { before });
  assert.deepEqual((await against({ a: false, "paused-b": true })).detail, "2 DAGs as before");
  const differing = await against({ a: true, "paused-b": false, gone: false });
  assert.deepEqual(
    [differing.holds, differing.detail],
    ["no", "a is not paused and was, paused-b is paused and was not, gone is missing"],
  );
  assert.equal((await against({ a: false })).detail, "1 DAG as before; new since: paused-b");
  assert.equal((await against(null)).holds, "unknown");
});

test("it changes nothing, and without credentials nothing is asked", async (t) => {
  const nobody = { ...jane, AIRFLOW_USERNAME: undefined };
  const { airflow, asked } = await open(t, () => ({}), nobody);
  const state = await look(airflow, "dags-listed", {});
  assert.deepEqual(
    [state.holds, /AIRFLOW_USERNAME and AIRFLOW_PASSWORD, or AIRFLOW_TOKEN/.test(state.next ?? "")],
    ["unknown", true],
  );
  assert.deepEqual(asked, []);
  const draft = {
    action: "act",
    system: "airflow",
    kind: "dag",
    name: "a",
    risk: "safe",
    because: "",
    targets: [],
  } as const;
  await assert.rejects(airflow.apply(changeOf(draft), new Journal()), { name: "NotDone" });
  await assert.rejects(look(airflow, "no-such", {}), { code: "unknown-condition" });
});
