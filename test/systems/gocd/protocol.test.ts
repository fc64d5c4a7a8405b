import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import type { Fields, Json } from "#src/model/json.ts";
import { createGocd } from "#src/systems/gocd/index.ts";
import cantareira from "../../../environments/cantareira.ts";
import { type Answered, type Asked, answering, withEnvironment } from "../../support/answering.ts";
import { changeOf, Journal, look, world } from "../hosts/stage.ts";

const { sources } = cantareira;
const sha = "40f0a7ba43df37794cfc78b158483b3a1b2c3d4e";
const later = "9".repeat(40);
const status = { paused: false, paused_cause: null, paused_by: null, locked: false, schedulable: true };

/** A run as GoCD's documentation shows one. */
function run(counter: number, revision: string, stages: readonly Fields[], cause: Fields = {}, at = counter): Fields {
  const material = { type: "Git", description: "URL: git@github.com:nubank/deploy.git, Branch: master" };
  const modifications = [{ revision, modified_time: at, user_name: "dev-a", comment: "Bump", email_address: null }];
  const material_revisions = [{ changed: true, material, modifications }];
  const build_cause = { trigger_message: "", trigger_forced: false, approver: "", material_revisions, ...cause };
  return { name: "deploy", counter, label: String(counter), scheduled_date: 1000, build_cause, stages };
}

function stage(name: string, state: string, more: Fields = {}): Fields {
  const result = ["Building", "Failing"].includes(state) ? "Unknown" : state;
  return { name, counter: "2", scheduled: true, approval_type: "success", status: state, result, jobs: [], ...more };
}

const unscheduled = { scheduled: false, counter: "1" };
const [passed, failed] = [stage("build", "Passed"), stage("build", "Failed")];

interface Opened {
  readonly routes: Readonly<Record<string, Json | Answered | ((asked: Asked) => Answered)>>;
}

function isAnswer(route: Json | Answered): route is Answered {
  return typeof route === "object" && route !== null && "status" in route;
}

async function open(t: TestContext, { routes }: Opened) {
  withEnvironment(t, { GOCD_TOKEN: "the-token\n" });
  const { asked, connect } = await answering(t, (one) => {
    const route = routes[`${one.method} ${one.path.replace("/go/api", "")}`];
    if (typeof route === "function") return route(one);
    if (route === undefined)
      return { status: 404, body: { message: "The url you are trying to reach appears to be incorrect." } };
    return isAnswer(route) ? route : { body: route };
  });
  const there = world({ connect });
  return { asked, clock: there.clock, gocd: createGocd({ sources, world: there, home: "" }) };
}

function history(...pipelines: readonly Fields[]): Opened["routes"] {
  const path = "/pipelines/deploy";
  return { [`GET ${path}/history?page_size=50`]: { pipelines }, [`GET ${path}/status`]: { body: status, status: 200 } };
}

const asked = { pipelines: ["deploy"], repository: "deploy", revision: sha };

async function built(t: TestContext, routes: Opened["routes"]) {
  const { gocd } = await open(t, { routes });
  return await look(gocd, "built", asked);
}

test("each request says which version of the answer it wants, and who asks", async (t) => {
  const { gocd, asked: requests } = await open(t, { routes: history(run(41, sha, [passed])) });
  const state = await look(gocd, "built", asked);
  assert.deepEqual([state.holds, state.detail], ["yes", "deploy 41 passed"]);
  const [first, second] = requests;
  assert.equal(first?.headers.accept, "application/vnd.go.cd.v1+json");
  assert.equal(first?.headers.authorization, "bearer the-token");
  assert.deepEqual(
    [second?.path, second?.headers.accept],
    ["/go/api/stages/deploy/41/build/2", "application/vnd.go.cd.v3+json"],
  );
});

test("how long it took comes from the last stage's jobs", async (t) => {
  const transitions = [
    { state: "Building", state_change_time: 2000 },
    { state: "Completed", state_change_time: 301_000 },
  ];
  const routes = { "GET /stages/deploy/41/build/2": { jobs: [{ job_state_transitions: transitions }] } };
  const state = await built(t, { ...history(run(41, sha, [passed])), ...routes });
  assert.equal(state.detail, "deploy 41 passed in 5 min");
  const url = "https://go.example:8154/go/pipelines/value_stream_map/deploy/41";
  const value = { pipeline: "deploy", counter: 41, label: "41", url, result: "Passed", tookSeconds: 300 };
  assert.deepEqual(state.value, [value]);
});

test("older runs are found behind the cursor, whatever host the link names", async (t) => {
  const next = { href: "http://internal:8153/go/api/pipelines/deploy/history?after=17" };
  const routes = {
    "GET /pipelines/deploy/history?page_size=50": { _links: { next }, pipelines: [run(42, later, [failed])] },
    "GET /pipelines/deploy/history?page_size=50&after=17": { pipelines: [run(41, sha, [passed])] },
  };
  assert.equal((await built(t, routes)).detail, "deploy 41 passed");
});

test("a run that is failing has not failed, and one that failed is final", async (t) => {
  const failing = await built(t, history(run(41, sha, [stage("build", "Failing"), stage("publish", "", unscheduled)])));
  assert.deepEqual([failing.detail, failing.isFinal], ["deploy 41 runs, stage build", undefined]);
  const ended = await built(t, history(run(41, sha, [failed, stage("publish", "", unscheduled)])));
  assert.deepEqual([ended.detail, ended.isFinal], ["deploy 41 failed at stage build", true]);
  assert.match(ended.next ?? "", /go\/pipelines\/deploy\/41\/build\/2/);
  const cancelled = await built(t, history(run(41, sha, [stage("build", "Cancelled")])));
  assert.deepEqual([cancelled.detail, cancelled.isFinal], ["deploy 41 was cancelled at stage build", true]);
});

test("before 20.1 a stage tells no status: it has ended when its jobs have", async (t) => {
  const old = (state: string) => ({ ...failed, status: null, jobs: [{ name: "j", state, result: "Failed" }] });
  assert.match((await built(t, history(run(41, sha, [old("Building")])))).detail, /runs, stage build/);
  assert.match((await built(t, history(run(41, sha, [old("Completed")])))).detail, /failed at stage build/);
});

test("a run between two stages goes on; one at a manual gate waits for a person", async (t) => {
  const waits = await built(t, history(run(41, sha, [passed, stage("release", "", unscheduled)])));
  assert.equal(waits.detail, "deploy 41 runs, stage release");
  const gate = stage("release", "", { ...unscheduled, approval_type: "manual" });
  const held = await built(t, history(run(41, sha, [passed, gate])));
  assert.deepEqual([held.detail, held.isFinal], ["deploy 41 waits for a person to start stage release", undefined]);
  assert.match(held.next ?? "", /deploy\/41\/release\/1: somebody has to start/);
});

test("where its own run failed, a run of a later revision that passed counts", async (t) => {
  const state = await built(t, history(run(42, later, [passed]), run(41, sha, [failed])));
  assert.deepEqual([state.holds, state.detail], ["yes", "deploy 42 passed, later than deploy 41, which had not"]);
  const earlier = await built(t, history(run(42, "8".repeat(40), [passed], {}, 7), run(41, sha, [failed])));
  assert.equal(earlier.detail, "deploy 41 failed at stage build");
});

test("other repositories' revisions are not taken for it", async (t) => {
  const other = run(43, sha, [passed]);
  const cause = {
    material_revisions: [
      {
        material: { description: "URL: git@github.com:nubank/tools.git, Branch: master" },
        modifications: [{ revision: sha, modified_time: 1 }],
      },
      {
        material: { description: "URL: git@github.com:nubank/deploy.git, Branch: master" },
        modifications: [{ revision: later, modified_time: 1 }],
      },
    ],
  };
  const state = await built(t, history({ ...other, build_cause: cause }));
  assert.equal(state.detail, `deploy has not built ${sha.slice(0, 7)} yet`);
});

test("a pipeline that is paused or locked says so", async (t) => {
  const path = "GET /pipelines/deploy/status";
  const paused = {
    ...status,
    paused: true,
    paused_by: "dev-b",
    paused_cause: "release\u001b[31m day",
    schedulable: false,
  };
  const state = await built(t, { ...history(), [path]: { body: paused, status: 200 } });
  assert.equal(state.detail, "deploy is paused by dev-b: release day");
  const locked = { ...status, locked: true, schedulable: false };
  assert.match(
    (await built(t, { ...history(), [path]: { body: locked, status: 200 } })).next ?? "",
    /UnlockPipeline!\("deploy"\)/,
  );
  const hidden = await built(t, { ...history(), [path]: { status: 403, body: { message: "You are not authorized" } } });
  assert.deepEqual([hidden.holds, hidden.detail], ["no", `deploy has not built ${sha.slice(0, 7)} yet`]);
});

test("what GoCD does not say is unknown, with why and what to do", async (t) => {
  const path = "GET /pipelines/deploy/history?page_size=50";
  const cases: readonly (readonly [Answered, RegExp])[] = [
    [{ status: 302, headers: { location: "https://go.example/go/auth/login" } }, /not authenticated/],
    [{ status: 401, body: { message: "Invalid Personal Access Token." } }, /401 Invalid Personal Access Token/],
    [{ status: 404, body: { message: "appears to be incorrect" } }, /404 appears to be incorrect/],
    [{ status: 503, body: { message: "Server is in maintenance mode" } }, /503 Server is in maintenance mode/],
    [{ status: 200, body: "<html>" }, /200 <html>/],
  ];
  for (const [answer, expected] of cases) {
    const state = await built(t, { [path]: answer });
    assert.equal(state.holds, "unknown");
    assert.match(state.detail, expected);
    assert.notEqual(state.next, undefined);
    assert.doesNotMatch(JSON.stringify(state), /the-token/);
  }
});

test("without a token, with a revision that is none and for a name that is none nothing is asked", async (t) => {
  const { gocd, asked: requests } = await open(t, { routes: {} });
  assert.equal((await look(gocd, "built", { ...asked, revision: null })).holds, "unknown");
  assert.equal((await look(gocd, "built", { ...asked, pipelines: ["../users"] })).holds, "unknown");
  withEnvironment(t, { GOCD_TOKEN: undefined });
  const state = await look(gocd, "built", asked);
  assert.deepEqual([state.holds, /set GOCD_TOKEN/.test(state.next ?? "")], ["unknown", true]);
  assert.deepEqual(requests, []);
});

function triggering(gocd: ReturnType<typeof createGocd>, clock: ReturnType<typeof world>["clock"]) {
  const resource = {
    system: "gocd",
    kind: "pipeline-run",
    name: "deploy",
    stack: "",
    role: "",
    needs: [],
    desired: { pipeline: "deploy" },
  };
  const [draft] = gocd.diff(resource, []).drafts;
  assert.ok(draft);
  const journal = new Journal(clock);
  return { journal, apply: () => gocd.apply(changeOf(draft), journal) };
}

/** Two runs before; what the trigger makes of them. */
function triggered(answer: () => Answered, runs: Fields[]): Opened["routes"] {
  return {
    "GET /current_user": { login_name: "jane" },
    "GET /pipelines/deploy/status": { body: status, status: 200 },
    "GET /pipelines/deploy/history?page_size=50": () => ({ body: { pipelines: runs } }),
    "POST /pipelines/deploy/schedule": answer,
  };
}

const mine = { trigger_forced: true, approver: "jane" };

test("the run that was triggered is the first one after it that this user forced", async (t) => {
  const runs = [run(41, sha, [passed])];
  const routes = triggered(() => {
    runs.unshift(
      run(45, sha, [passed], mine),
      run(44, sha, [passed], mine),
      run(43, later, [passed]),
      run(42, sha, [passed], { ...mine, approver: "bob" }),
    );
    return { status: 202, body: { message: "accepted" } };
  }, runs);
  const { gocd, clock, asked: requests } = await open(t, { routes });
  const { journal, apply } = triggering(gocd, clock);
  await apply();
  assert.equal((journal.done.get("trigger") as { counter: number }).counter, 44);
  const sent = requests.filter(({ method }) => method === "POST");
  assert.deepEqual(
    sent.map(({ headers }) => headers["content-type"]),
    ["application/json"],
  );
});

test("a run that is being prepared is none yet: neither the highest one before, nor the one that was triggered", async (t) => {
  const preparing = { ...run(0, sha, [stage("build", "Unknown", unscheduled)]), preparing_to_schedule: true };
  const runs = [preparing, run(41, sha, [passed], mine)];
  const routes = triggered(() => {
    runs.splice(0, 1, { ...preparing, counter: -1 });
    return { status: 202, body: { message: "accepted" } };
  }, runs);
  const { gocd, clock } = await open(t, { routes });
  const { journal, apply } = triggering(gocd, clock);
  await assert.rejects(apply(), { name: "NotDone", code: "gocd-answer" });
  assert.equal(journal.done.get("counter-before"), 41);
  runs.splice(0, 1, run(42, sha, [passed], mine));
  await apply();
  assert.equal((journal.done.get("trigger") as { counter: number }).counter, 42);
});

test("the run that was triggered counts, and where it failed a later one that passed", async (t) => {
  const ran = async (...runs: readonly Fields[]) => {
    const one = { "GET /pipelines/deploy/41": runs.at(-1) ?? null };
    const { gocd } = await open(t, { routes: { ...history(...runs), ...one } });
    return await look(gocd, "pipeline-ran", { pipeline: "deploy", counter: "41" });
  };
  assert.equal((await ran(run(41, sha, [passed]))).detail, "deploy 41 passed");
  const failing = await ran(run(42, sha, [failed]), run(41, sha, [failed]));
  assert.deepEqual([failing.detail, failing.isFinal], ["deploy 41 failed at stage build", true]);
  const again = await ran(run(42, sha, [passed]), run(41, sha, [failed]));
  assert.deepEqual([again.holds, again.detail], ["yes", "deploy 42 passed, later than deploy 41, which had not"]);
  const { gocd } = await open(t, { routes: {} });
  assert.equal((await look(gocd, "pipeline-ran", { pipeline: "deploy", counter: null })).holds, "unknown");
});

test("a connection that breaks after the trigger is a doubt, settled by the run that appeared", async (t) => {
  const runs = [run(41, sha, [passed])];
  let posts = 0;
  const routes = triggered(() => {
    posts += 1;
    runs.unshift(run(42, sha, [passed], mine));
    return { status: 502, body: "Bad Gateway" };
  }, runs);
  const { gocd, clock } = await open(t, { routes });
  const { journal, apply } = triggering(gocd, clock);
  await apply();
  assert.deepEqual([posts, (journal.done.get("trigger") as { counter: number }).counter], [1, 42]);
  assert.ok(journal.events.some((event) => event.startsWith("schedule settled yes")));
});

test("a server that answers and makes no run of it is asked twice, and then a person", async (t) => {
  let posts = 0;
  const routes = triggered(() => {
    posts += 1;
    return { status: 500, body: "" };
  }, []);
  const { gocd, clock } = await open(t, { routes });
  const { apply } = triggering(gocd, clock);
  await assert.rejects(apply(), /in doubt: no run of deploy after 0 was triggered by this user within 5 minutes/);
  assert.equal(posts, 2);
});

test("a trigger that was accepted and is no run yet is not sent again: its materials may take long", async (t) => {
  let posts = 0;
  const runs: Fields[] = [];
  const routes = triggered(() => {
    posts += 1;
    return { status: 202, body: { message: "accepted" } };
  }, runs);
  const { gocd, clock } = await open(t, { routes });
  const { journal, apply } = triggering(gocd, clock);
  for (let times = 0; times < 2; times += 1) await assert.rejects(apply(), { name: "NotDone", code: "gocd-answer" });
  assert.equal(posts, 1);
  runs.unshift(run(1, sha, [passed], mine));
  await apply();
  assert.deepEqual([posts, (journal.done.get("trigger") as { counter: number }).counter], [1, 1]);
});

test("what GoCD refuses is not done, and says what it said", async (t) => {
  const refusal = "Failed to trigger pipeline [deploy] { Pipeline already triggered }";
  for (const code of [404, 409, 422, 429, 503]) {
    const { gocd, clock } = await open(t, {
      routes: triggered(() => ({ status: code, body: { message: refusal } }), []),
    });
    const { apply } = triggering(gocd, clock);
    await assert.rejects(apply(), { name: "NotDone", why: `${code} ${refusal}` });
  }
});

test("a pipeline that is locked is not triggered, and the way to unlock it is named", async (t) => {
  const locked = { ...status, locked: true, schedulable: false };
  const routes = {
    ...triggered(() => ({ status: 202 }), []),
    "GET /pipelines/deploy/status": { body: locked, status: 200 },
  };
  const { gocd, clock, asked: requests } = await open(t, { routes });
  const { apply } = triggering(gocd, clock);
  await assert.rejects(apply(), { name: "NotDone", next: 'UnlockPipeline!("deploy"), then try again' });
  assert.ok(requests.every(({ method }) => method === "GET"));
});

test("a lock is released with GoCD's confirm header, where there is one", async (t) => {
  const state = { ...status, locked: true };
  const routes = {
    "GET /pipelines/deploy/status": () => ({ body: state }),
    "POST /pipelines/deploy/unlock": ({ headers }: Asked) => {
      state.locked = headers["x-gocd-confirm"] !== "true";
      return { body: { message: "Pipeline lock released for deploy." } };
    },
  };
  const { gocd, clock } = await open(t, { routes });
  const resource = {
    system: "gocd",
    kind: "pipeline-lock",
    name: "deploy",
    stack: "",
    role: "",
    needs: [],
    desired: null,
  };
  const {
    drafts: [draft],
  } = gocd.diff(resource, await gocd.observe([resource]));
  assert.ok(draft && draft.risk === "safe");
  await gocd.apply(changeOf(draft), new Journal(clock));
  assert.equal(state.locked, false);
  assert.deepEqual(gocd.diff(resource, await gocd.observe([resource])), {
    drafts: [],
    notes: ["deploy is not locked"],
  });
});
