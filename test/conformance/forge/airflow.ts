import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Json } from "#src/model/json.ts";
import { at, listAt, numberAt, textAt } from "#src/model/json-at.ts";

export interface AirflowBench {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** One that is there and not paused. */
  readonly dag: string;
}

interface Answer {
  readonly status: number;
  readonly body: Json;
}

type Ask = (method: string, path: string, body?: object, token?: string) => Promise<Answer>;

export interface AirflowCase {
  readonly name: string;
  run(bench: AirflowBench, ask: Ask): Promise<void>;
}

/** What the console relies on, alike on the rehearsal and on a real Airflow 3. */
export const airflowCases: readonly AirflowCase[] = [
  {
    name: "its version is told without a login, and 2.x is not there",
    async run(_bench, ask) {
      const { status, body } = await ask("GET", "/api/v2/version", undefined, "");
      assert.deepEqual([status, /^3\./.test(textAt(body, "version") ?? "")], [200, true]);
      assert.equal((await ask("GET", "/api/v1/version", undefined, "")).status, 404);
    },
  },
  {
    name: "a token is given for the right password only",
    async run({ user, password }, ask) {
      const right = await ask("POST", "/auth/token", { username: user, password }, "");
      assert.deepEqual([right.status, typeof at(right.body, "access_token")], [201, "string"]);
      const wrong = await ask("POST", "/auth/token", { username: user, password: "another" }, "");
      assert.deepEqual([wrong.status, wrong.body], [401, { detail: "Invalid credentials" }]);
    },
  },
  {
    name: "nothing is told without a token, or with one that is none",
    async run(_bench, ask) {
      for (const path of ["/api/v2/dags", "/api/v2/importErrors"]) {
        const without = await ask("GET", path, undefined, "");
        assert.deepEqual([without.status, without.body], [401, { detail: "Not authenticated" }]);
        const other = await ask("GET", path, undefined, "none");
        assert.deepEqual([other.status, other.body], [403, { detail: "Invalid JWT token" }]);
      }
    },
  },
  {
    name: "how its parts are is told without a login, by names that are the same everywhere",
    async run(_bench, ask) {
      const { status, body } = await ask("GET", "/api/v2/monitor/health", undefined, "");
      assert.equal(status, 200);
      for (const part of ["metadatabase", "scheduler", "dag_processor"]) {
        assert.ok(["healthy", "unhealthy", null].includes(textAt(body, part, "status") ?? null), part);
      }
    },
  },
  {
    name: "DAGs are told with whether they are paused, page by page",
    async run({ dag }, ask) {
      const all = await ask("GET", "/api/v2/dags?order_by=dag_id&limit=100&offset=0");
      const own = listAt(all.body, "dags").find((each) => textAt(each, "dag_id") === dag);
      assert.deepEqual([all.status, at(own ?? null, "is_paused"), at(own ?? null, "is_stale")], [200, false, false]);
      assert.equal(typeof at(own ?? null, "has_import_errors"), "boolean");
      const total = numberAt(all.body, "total_entries") ?? 0;
      const last = await ask("GET", `/api/v2/dags?order_by=dag_id&limit=2&offset=${total - 1}`);
      assert.deepEqual([listAt(last.body, "dags").length, numberAt(last.body, "total_entries")], [1, total]);
      const behind = await ask("GET", `/api/v2/dags?order_by=dag_id&limit=2&offset=${total}`);
      assert.deepEqual([behind.status, listAt(behind.body, "dags")], [200, []]);
    },
  },
  {
    name: "import errors have a file and a trace whose last line says what is wrong",
    async run(_bench, ask) {
      const { status, body } = await ask("GET", "/api/v2/importErrors?limit=100&offset=0");
      const errors = listAt(body, "import_errors");
      assert.deepEqual([status, numberAt(body, "total_entries")], [200, errors.length]);
      for (const error of errors) {
        assert.match(textAt(error, "filename") ?? "", /^\/.*\.py$/);
        assert.match(textAt(error, "stack_trace")?.trimEnd().split("\n").at(-1) ?? "", /^ModuleNotFoundError: /);
        assert.equal(typeof at(error, "import_error_id"), "number");
      }
    },
  },
  {
    name: "a DAG is paused and unpaused, by exactly that field",
    async run({ dag }, ask) {
      const patch = (body: object, id = dag) => ask("PATCH", `/api/v2/dags/${id}?update_mask=is_paused`, body);
      const paused = await patch({ is_paused: true });
      assert.deepEqual([paused.status, at(paused.body, "is_paused")], [200, true]);
      await untilPaused(ask, dag, true);
      assert.equal(at((await patch({ is_paused: false })).body, "is_paused"), false);
      await untilPaused(ask, dag, false);
      const strict = await patch({ is_paused: false, unknown: 1 });
      assert.deepEqual([strict.status, textAt(listAt(strict.body, "detail")[0], "type")], [422, "extra_forbidden"]);
      const missing = await patch({ is_paused: true }, "no_such");
      assert.deepEqual([missing.status, missing.body], [404, { detail: "Dag with id: no_such was not found" }]);
    },
  },
];

/** Airflow answers before it has written it down. */
async function untilPaused(ask: Ask, dag: string, isPaused: boolean): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const { body } = await ask("GET", `/api/v2/dags?dag_id_pattern=${dag}&limit=100`);
    const own = listAt(body, "dags").find((each) => textAt(each, "dag_id") === dag);
    if (at(own, "is_paused") === isPaused) return;
    await wait(250);
  }
  assert.fail(`${dag} is not ${isPaused ? "" : "un"}paused`);
}

/** Asks with a token of its own, where none is given. */
export async function askerOf({ url, user, password }: AirflowBench): Promise<Ask> {
  const ask: Ask = async (method, path, body, token = own) => {
    const authorization = token === "" ? {} : { authorization: `Bearer ${token}` };
    const headers = { "content-type": "application/json", ...authorization };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  let own = "";
  own = textAt((await ask("POST", "/auth/token", { username: user, password })).body, "access_token") ?? "";
  return ask;
}
