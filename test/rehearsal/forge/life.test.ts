import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import type { HttpRequest } from "../../../src/remote/http.ts";
import { sources, stage } from "./stage.ts";

type Stage = Awaited<ReturnType<typeof stage>>;

/** GitHub and GoCD as the sheet says that they are asked. */
function clients({ ask, access }: Stage) {
  const send = async (url: string, request: HttpRequest) => {
    const { status, text, headers } = await ask(url, request);
    return { status, headers, json: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : undefined };
  };
  const headers = { authorization: `Bearer ${access.githubToken}`, accept: "application/vnd.github+json" };
  const github = (method: HttpRequest["method"], path: string, body?: object) =>
    send(sources.github.api, { method, path, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const asGocd = { authorization: `bearer ${access.gocdToken}`, accept: "application/vnd.go.cd.v1+json" };
  const gocd = (path: string) => send(sources.gocd.url, { method: "GET", path: `/go/api${path}`, headers: asGocd });
  const { registry } = sources;
  const tag = async (image: string, version: string) => {
    const { json } = await send(registry.url, { method: "GET", path: "/token" });
    const headers = { authorization: `Bearer ${json.token}`, accept: "application/vnd.oci.image.index.v1+json" };
    return await send(registry.url, { method: "HEAD", path: `/v2/${image}/manifests/${version}`, headers });
  };
  return { github, gocd, tag };
}

/** Pushes the new version of mesos-base on a branch of its own. */
async function pushBump({ folder, git, clone }: Stage): Promise<string> {
  await clone("dockerfiles");
  const file = join(folder, "dockerfiles/mesos-base/Dockerfile");
  writeFileSync(file, readFileSync(file, "utf8").replace("1.9.0", "1.11.0"));
  await git("dockerfiles", "commit", "-qam", "Bump mesos-base to Mesos 1.11.0");
  await git("dockerfiles", "push", "-q", "origin", "HEAD:refs/heads/bump");
  return await git("dockerfiles", "rev-parse", "HEAD");
}

test("a branch is pushed, reviewed and merged, its pipeline runs, and the image has its tag", async (t) => {
  const place = await stage(t);
  const { github, gocd, tag } = clients(place);
  assert.equal((await tag("mesos-base", "1.9.0")).status, 200);
  assert.equal((await tag("mesos-base", "1.11.0")).status, 404);
  const head = await pushBump(place);
  const pulls = "/repos/nubank/dockerfiles/pulls";
  const opened = await github("POST", pulls, { title: "Bump", head: "bump", base: "master" });
  assert.equal(opened.status, 201);
  const merge = () => github("PUT", `${pulls}/${opened.json.number}/merge`, { sha: head, merge_method: "merge" });
  assert.equal((await merge()).status, 405, "neither reviewed nor checked");
  await place.world.clock.sleep(25 * 60 * 1000);
  const merged = await merge();
  assert.deepEqual([merged.status, merged.json.merged], [200, true]);
  assert.equal(await place.repositories.tip("dockerfiles", "master"), merged.json.sha);
  await place.world.clock.sleep(60 * 60 * 1000);
  const [built] = (await gocd("/pipelines/dockerfiles/history")).json.pipelines;
  assert.equal(built.build_cause.material_revisions[0].modifications[0].revision, merged.json.sha);
  assert.ok(built.stages.every(({ result }: { readonly result: string }) => result === "Passed"));
  assert.equal((await tag("mesos-base", "1.11.0")).status, 200);
});
