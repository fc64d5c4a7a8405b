import assert from "node:assert/strict";
import test from "node:test";
import { listAt, numberAt, textAt } from "#src/model/json-at.ts";
import { knownFaults } from "#src/rehearsal/faults.ts";
import { drawn } from "#src/rehearsal/github/draw.ts";
import { present } from "../../conformance/aws/case.ts";
import { branchOf, Stage } from "../../systems/github/stage.ts";

const pulls = "/repos/nubank/deploy/pulls";
const [head, base] = [branchOf("deploy"), "master"];

test("checks are queued, run and get green within about four minutes; then a reviewer approves", async (t) => {
  const stage = await Stage.open(t);
  const sha = await stage.push("deploy");
  await stage.ask("POST", pulls, { title: "x", head, base });
  const run = async () => {
    const { body } = await stage.ask("GET", `/repos/nubank/deploy/commits/${sha}/check-runs`);
    const [only] = listAt(body, "check_runs");
    return [textAt(only, "status"), textAt(only, "conclusion")];
  };
  assert.deepEqual(await run(), [undefined, undefined], "who makes them has not heard of it yet");
  stage.minutes(0.1);
  assert.deepEqual(await run(), ["queued", undefined]);
  stage.minutes(1);
  assert.deepEqual(await run(), ["in_progress", undefined]);
  stage.minutes(4);
  assert.deepEqual(await run(), ["completed", "success"]);
  assert.deepEqual(stage.github.all("deploy")[0]?.reviews, []);
  stage.minutes(15);
  const [review] = present(stage.github.all("deploy")[0]).reviews;
  assert.deepEqual([review?.login, review?.state, review?.sha], ["reviewer-a", "APPROVED", sha]);
});

test("every review comes within twenty minutes, and at the same time in the same world", () => {
  const times = Array.from({ length: 50 }, (_, index) => drawn("key", `review ${index}`, 420, 840));
  assert.ok(times.every((seconds) => seconds >= 420 && seconds < 840));
  assert.equal(new Set(times).size, 50);
  assert.equal(drawn("key", "review 7", 420, 840), times[7]);
});

test("a merge is refused until it is reviewed and green, and of any other head", async (t) => {
  const stage = await Stage.open(t);
  const sha = await stage.push("deploy");
  const opened = await stage.ask("POST", pulls, { title: "Bump", head, base });
  const merge = (more = {}) => stage.ask("PUT", `${pulls}/${numberAt(opened.body, "number")}/merge`, { sha, ...more });
  assert.match((await merge()).text, /At least 1 approving review is required/);
  stage.github.review(present(stage.github.all("deploy")[0]), { login: "reviewer-b", state: "APPROVED" });
  assert.match((await merge()).text, /Required status check/);
  stage.minutes(5);
  assert.equal((await merge({ sha: "0".repeat(40) })).status, 409);
  assert.equal((await merge({ merge_method: "fast" })).status, 422);
  const merged = await merge({ merge_method: "squash" });
  const [commit] = await stage.repositories.log("deploy", "master", "-1");
  assert.deepEqual(
    [textAt(merged.body, "sha"), commit?.title],
    [commit?.sha, `Bump (#${numberAt(opened.body, "number")})`],
  );
  assert.equal((await merge()).status, 405);
});

test("a pull request is closed with its branch, and a new push is its new head", async (t) => {
  const stage = await Stage.open(t);
  await stage.push("deploy");
  await stage.ask("POST", pulls, { title: "x", head, base });
  const sha = await stage.push("deploy", "1.12.0");
  const one = `${pulls}/${stage.github.all("deploy")[0]?.number}`;
  assert.equal(textAt((await stage.ask("GET", one)).body, "head", "sha"), sha);
  await stage.repositories.remove("deploy", head);
  assert.equal(textAt((await stage.ask("GET", one)).body, "state"), "closed");
});

test("a stranger gets nothing, and each answer tells the limit and the world's date", async (t) => {
  const stage = await Stage.open(t);
  const { headers } = await stage.ask("GET", pulls);
  assert.equal(headers["x-ratelimit-limit"], "5000");
  assert.equal(headers["x-ratelimit-remaining"], "4999");
  assert.equal(headers.date, "Fri, 20 Nov 2026 12:00:00 GMT");
  assert.equal((await stage.ask("GET", pulls, undefined, "Bearer somebody")).status, 401);
  assert.equal((await stage.ask("GET", "/repos/somebody/deploy/pulls")).status, 404);
});

test("its faults are known by their names", async () => {
  const names = (await knownFaults("aws")).map(({ name }) => name);
  const own = ["red-check", "missing-review", "head-moved", "merge-conflict", "rate-limit", "merge-502"];
  assert.deepEqual(
    own.filter((name) => !names.includes(name)),
    [],
  );
});
