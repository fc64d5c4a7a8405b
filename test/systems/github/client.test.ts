import assert from "node:assert/strict";
import test from "node:test";
import { setImmediate } from "node:timers/promises";
import { issuePermit, revokePermit } from "#src/model/permit.ts";
import type { Permit } from "#src/model/system.ts";
import { createClient } from "#src/systems/github/client.ts";
import { tokenOf } from "#src/systems/github/credentials.ts";
import { readAll } from "#src/systems/github/read.ts";
import { pathBelow } from "#src/systems/github/redirect.ts";
import { noon, Stage } from "./stage.ts";

const pulls = "/repos/nubank/deploy/pulls";

function clientOf(stage: Stage) {
  const { url, throttled, world } = { ...stage, url: "https://api.github.com", throttled: stage.throttled };
  const client = createClient({ url, world, onThrottle: (event) => throttled.push(event) });
  return { client, hub: { client, url, owner: "nubank" } };
}

function permit(): Permit {
  return issuePermit({ run: "r1", change: "c", step: "c/open/1", token: "mc-1" });
}

const limitedBy =
  (status: number, headers: Readonly<Record<string, string>>, message = "") =>
  async () =>
    Response.json({ message }, { status, headers });

test("every request says who asks and in which version of the API, and never where the token can be seen", async (t) => {
  const stage = await Stage.open(t);
  const seen: Request[] = [];
  stage.instead.push(async (request, ask) => {
    seen.push(request);
    return await ask(request);
  });
  await clientOf(stage).client.get(`${pulls}?state=all`);
  const headers = Object.fromEntries(seen[0]?.headers ?? []);
  assert.equal(headers.accept, "application/vnd.github+json");
  assert.equal(headers["x-github-api-version"], "2022-11-28");
  assert.equal(headers.authorization, "Bearer rehearsal-token");
  assert.equal(headers["user-agent"], "mesos-console");
  assert.ok(!seen[0]?.url.includes("token"));
});

test("what has not changed is not sent again", async (t) => {
  const stage = await Stage.open(t);
  const statuses: number[] = [];
  stage.heard = ({ status }) => statuses.push(status);
  const { client } = clientOf(stage);
  const [first, second] = [await client.get(pulls), await client.get(pulls)];
  assert.deepEqual(statuses, [200, 304]);
  assert.equal(first.text, second.text);
  assert.equal(second.status, 200);
});

test("a list is read to its end", async (t) => {
  const stage = await Stage.open(t);
  for (let count = 0; count < 5; count += 1) {
    await stage.push("deploy", `1.${count}`);
    await stage.ask("POST", pulls, { title: "x", head: "bump-mesos-1.11.0-deploy", base: "master" });
    for (const pull of stage.github.all("deploy")) stage.github.close(pull);
  }
  assert.equal((await readAll(clientOf(stage).hub, `${pulls}?state=all&per_page=2`)).length, 5);
});

test("a list whose next page is on another server is not taken for whole", async (t) => {
  const stage = await Stage.open(t);
  const link = '<https://elsewhere.example/repos/nubank/deploy/pulls?page=2>; rel="next"';
  stage.instead.push(async () => Response.json([], { headers: { link } }));
  await assert.rejects(readAll(clientOf(stage).hub, pulls), { code: "github-answer", why: /another server/ });
});

test("an answer that is forgotten while it is asked about anew is still the answer", async (t) => {
  const stage = await Stage.open(t);
  const { client } = clientOf(stage);
  const first = await client.get(pulls);
  const others = Array.from({ length: 201 }, (_, index) => client.get(`${pulls}?page=${index + 1}&per_page=100`));
  const again = client.get(pulls);
  await Promise.all(others);
  assert.deepEqual([(await again).status, (await again).text], [200, first.text]);
});

for (const [name, answer, seconds] of [
  [
    "a primary limit by its reset",
    limitedBy(403, {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(noon / 1000 + 300),
      date: new Date(noon).toUTCString(),
    }),
    301,
  ],
  [
    "a primary limit by the server's clock",
    limitedBy(429, {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1000",
      date: new Date(990_000).toUTCString(),
    }),
    11,
  ],
  ["a secondary limit as it says", limitedBy(403, { "retry-after": "30" }), 30],
  ["a secondary limit that does not say", limitedBy(403, {}, "You have exceeded a secondary rate limit."), 60],
] as const)
  test(`${name} is waited for`, async (t) => {
    const stage = await Stage.open(t);
    stage.instead.push(answer);
    assert.equal((await clientOf(stage).client.get(pulls)).status, 200);
    assert.deepEqual(stage.throttled, [{ what: `GET ${pulls}`, waitSeconds: seconds }]);
    assert.equal(stage.time.now(), noon + seconds * 1000);
  });

test("a limit that grows is waited for longer each time, and not for ever", async (t) => {
  const stage = await Stage.open(t);
  const limit = limitedBy(429, {}, "secondary rate limit");
  stage.instead.push(...Array.from({ length: 6 }, () => limit));
  await assert.rejects(clientOf(stage).client.get(pulls), { code: "github-limit", reason: "system" });
  assert.deepEqual(
    stage.throttled.map(({ waitSeconds }) => waitSeconds),
    [60, 120, 240, 480],
  );
});

test("a limit of more than a quarter of an hour says until when, and nothing was done", async (t) => {
  const stage = await Stage.open(t);
  const reset = String(noon / 1000 + 3000);
  stage.instead.push(
    limitedBy(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset, date: new Date(noon).toUTCString() }),
  );
  const given = permit();
  const error = await clientOf(stage)
    .client.send({ method: "POST", path: pulls, body: {} }, given)
    .catch((each) => each);
  revokePermit(given);
  assert.deepEqual([error.name, error.code], ["NotDone", "github-limit"]);
  assert.match(error.why, /holds until 2026-11-20T12:50:01Z/);
  assert.deepEqual(stage.changesAsked(), []);
});

test("a read that meets a gateway's error is asked again, a change is not", async (t) => {
  const stage = await Stage.open(t);
  const { client } = clientOf(stage);
  const down = async () => new Response("", { status: 502 });
  stage.instead.push(down, down);
  assert.equal((await client.get(pulls)).status, 200);
  assert.equal(stage.time.now(), noon + 6_000);
  stage.instead.push(down, down, down);
  await assert.rejects(readAll(clientOf(stage).hub, pulls), { code: "github-answer" });
  const given = permit();
  stage.instead.push(down);
  assert.equal((await client.send({ method: "POST", path: pulls, body: {} }, given)).status, 502);
  revokePermit(given);
  assert.deepEqual(stage.changesAsked(), []);
});

test("another 403 is no limit", async (t) => {
  const stage = await Stage.open(t);
  stage.instead.push(limitedBy(403, {}, "Resource not accessible by personal access token"));
  await assert.rejects(readAll(clientOf(stage).hub, pulls), { code: "github-denied" });
  assert.deepEqual(stage.throttled, []);
});

test("a second passes between two changes", async (t) => {
  const stage = await Stage.open(t);
  const { client } = clientOf(stage);
  const given = permit();
  for (let count = 0; count < 3; count += 1) await client.send({ method: "POST", path: pulls, body: {} }, given);
  revokePermit(given);
  const at = stage.requests.since(0).map((request) => Date.parse(request.at) - noon);
  assert.deepEqual(at, [0, 1000, 2000]);
});

test("one request goes out after the other, however many are asked at once", async (t) => {
  const stage = await Stage.open(t);
  let [underWay, most] = [0, 0];
  stage.before = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await setImmediate();
  };
  stage.heard = () => {
    underWay -= 1;
  };
  const { client } = clientOf(stage);
  await Promise.all(["open", "closed", "all"].map((state) => client.get(`${pulls}?state=${state}`)));
  assert.equal(most, 1);
});

test("nothing is changed without a permit", async (t) => {
  const stage = await Stage.open(t);
  const forged: Permit = { run: "r1", change: "c", step: "s", token: "t" };
  const sent = clientOf(stage).client.send({ method: "DELETE", path: pulls }, forged);
  await assert.rejects(sent, { code: "not-permitted", reason: "refused" });
  assert.deepEqual(stage.requests.since(0), []);
});

test("a change that waits for a limit is not sent any more once its run was left", async (t) => {
  const stage = await Stage.open(t);
  const given = permit();
  stage.instead.push(async () => {
    revokePermit(given);
    return new Response("", { status: 429, headers: { "retry-after": "30" } });
  });
  const sent = clientOf(stage).client.send({ method: "POST", path: pulls, body: {} }, given);
  await assert.rejects(sent, { code: "not-permitted" });
  assert.deepEqual(stage.changesAsked(), []);
});

test("a renamed repository is read where it is now; changes and the token go nowhere else", async (t) => {
  const stage = await Stage.open(t);
  const { client } = clientOf(stage);
  const to = (status: number, location: string) => async () => new Response(null, { status, headers: { location } });
  stage.instead.push(to(301, "https://api.github.com/repos/nubank/scale-cluster/pulls"));
  assert.equal((await client.get(pulls)).text, "[]");
  stage.instead.push(to(302, "https://elsewhere.example/repos/nubank/deploy/pulls"));
  await assert.rejects(client.get(pulls), { code: "github-moved" });
  stage.instead.push(to(301, "https://api.github.com/repos/nubank/scale-cluster/pulls"));
  const given = permit();
  await assert.rejects(client.send({ method: "POST", path: pulls, body: {} }, given), {
    name: "NotDone",
    code: "github-moved",
  });
  stage.instead.push(to(307, "https://api.github.com/repos/nubank/scale-cluster/pulls"));
  assert.equal((await client.send({ method: "POST", path: pulls, body: {} }, given)).status, 422);
  revokePermit(given);
});

test("what GitHub links to is asked below its API's own path, and on no other server", () => {
  const enterprise = "https://github.example/api/v3";
  assert.equal(pathBelow(enterprise, `${enterprise}/repositories/7/pulls?page=2`), "/repositories/7/pulls?page=2");
  assert.equal(pathBelow(enterprise, "/api/v3/repos/nubank/deploy"), "/repos/nubank/deploy");
  for (const other of ["https://github.example/login", "https://github.example.evil/api/v3/x", "", "http://["]) {
    assert.equal(pathBelow(enterprise, other), undefined, other);
  }
});

test("the world's token, else the operator's; without one it says what to set", () => {
  const forge = {
    githubToken: "of-the-world",
    gocdToken: "",
    airflow: { username: "", password: "" },
    author: { name: "", email: "" },
  };
  assert.equal(tokenOf({ forge }, { GITHUB_TOKEN: "of-mine" }), "of-the-world");
  assert.equal(tokenOf({}, { GITHUB_TOKEN: "one", GH_TOKEN: "other" }), "one");
  assert.equal(tokenOf({}, { GITHUB_TOKEN: "", GH_TOKEN: "other\n" }), "other");
  assert.throws(() => tokenOf({}, {}), { name: "NotDone", code: "github-no-token", next: /set GITHUB_TOKEN/ });
});
