import assert from "node:assert/strict";
import test from "node:test";
import { noon, type Place, place } from "./stage.ts";

const v1 = { authorization: "bearer gocd-token", accept: "application/vnd.go.cd.v1+json" };
const confirmed = { ...v1, "x-gocd-confirm": "true" };
const minute = 60_000;

function ask(
  { apps }: Place,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = v1,
  body?: string,
) {
  return apps.gocd.request(`https://go.example:8154/go/api${path}`, { method, headers, ...(body ? { body } : {}) });
}

async function history(here: Place, pipeline: string, query = "") {
  const answer = await ask(here, "GET", `/pipelines/${pipeline}/history${query}`);
  return (await answer.json()) as {
    _links: { next?: { href: string } };
    pipelines: { counter: number; build_cause: { trigger_forced: boolean } }[];
  };
}

test("who is not known is sent to the login page, and a wrong Accept finds nothing", async (t) => {
  const here = await place(t);
  const anonymous = await ask(here, "GET", "/pipelines/deploy/status", { accept: v1.accept });
  assert.deepEqual([anonymous.status, anonymous.headers.get("location")], [302, "/go/auth/login"]);
  const other = await ask(here, "GET", "/pipelines/deploy/status", { ...v1, authorization: "bearer other" });
  assert.equal(other.status, 401);
  for (const accept of ["application/json", "application/vnd.go.cd.v2+json"]) {
    assert.equal((await ask(here, "GET", "/pipelines/deploy/status", { ...v1, accept })).status, 404);
  }
  const latest = await ask(here, "GET", "/pipelines/deploy/status", { ...v1, accept: "application/vnd.go.cd+json" });
  assert.equal(latest.status, 200);
  assert.equal((await ask(here, "GET", "/pipelines/no-such/status")).status, 404);
});

test("a POST wants its confirm header or JSON, and says when it comes too late", async (t) => {
  const here = await place(t);
  const path = "/pipelines/deploy/schedule";
  const bare = await ask(here, "POST", path);
  assert.deepEqual(
    [bare.status, await bare.json()],
    [400, { message: "Missing required header 'X-GoCD-Confirm' with value 'true'" }],
  );
  assert.equal((await ask(here, "POST", path, v1, "{}")).status, 400, "no content type");
  const accepted = await ask(here, "POST", path, confirmed);
  assert.deepEqual(
    [accepted.status, await accepted.json()],
    [202, { message: "Request to schedule pipeline deploy accepted" }],
  );
  const again = await ask(here, "POST", path, confirmed);
  assert.deepEqual(
    [again.status, await again.json()],
    [409, { message: "Failed to trigger pipeline [deploy] { Pipeline already triggered }" }],
  );
  assert.equal((await ask(here, "POST", "/pipelines/deploy/unlock", confirmed)).status, 409);
  const pause = { ...v1, "content-type": "application/json" };
  assert.equal((await ask(here, "POST", "/pipelines/deploy/pause", pause, '{"pause_cause":"a check"}')).status, 200);
  assert.equal((await ask(here, "POST", "/pipelines/deploy/pause", pause, '{"pause_cause":"a check"}')).status, 409);
  assert.equal((await ask(here, "POST", "/pipelines/deploy/unpause", confirmed)).status, 200);
  assert.equal((await ask(here, "POST", "/pipelines/deploy/unpause", confirmed)).status, 409);
});

test("commits of one minute are one run, and a trigger beside them another", async (t) => {
  const here = await place(t);
  const [before] = (await history(here, "deploy")).pipelines;
  const first = await here.commit("deploy", { "a.txt": "1" });
  here.time.sleep(10_000);
  const second = await here.commit("deploy", { "a.txt": "2" });
  await ask(here, "POST", "/pipelines/deploy/schedule", confirmed);
  here.time.sleep(5 * minute);
  await here.commit("deploy", { "a.txt": "3" });
  here.time.sleep(20 * minute);
  const runs = (await here.builds.pipeline("deploy"))?.runs(here.time.now()).slice(-2) ?? [];
  assert.deepEqual(
    runs.map((run) => run.counter - (before?.counter ?? 0)),
    [1, 2],
  );
  assert.deepEqual(
    runs[0]?.modifications.map(({ sha }) => sha),
    [second, first],
  );
  assert.deepEqual(
    runs.map(({ forcedBy }) => forcedBy),
    ["operator", undefined],
  );
  assert.equal(((runs[1]?.scheduledAt ?? 0) - noon) % minute, 0);
});

test("what is asked late is as it would have been asked in time", async (t) => {
  const life = async (looks: number) => {
    const here = await place(t);
    await here.commit("deploy", { "a.txt": "1" });
    for (let index = 0; index < looks; index += 1) {
      here.time.sleep((30 * minute) / looks);
      await history(here, "deploy");
    }
    return await history(here, "deploy");
  };
  assert.deepEqual(await life(10), await life(1));
});

test("a history has pages, and its links name another host", async (t) => {
  const here = await place(t);
  for (let count = 0; count < 12; count += 1) {
    await ask(here, "POST", "/pipelines/deploy/schedule", confirmed);
    here.time.sleep(minute);
  }
  const first = await history(here, "deploy", "?page_size=10");
  const { search, host } = new URL(first._links.next?.href ?? "");
  assert.notEqual(host, "go.example:8154");
  const rest = await history(here, "deploy", search);
  const counters = [...first.pipelines, ...rest.pipelines].map(({ counter }) => counter);
  assert.deepEqual(
    counters,
    Array.from(counters, (_, index) => (counters[0] ?? 0) - index),
  );
  assert.equal((await ask(here, "GET", "/pipelines/deploy/history?page_size=500")).status, 400);
});
