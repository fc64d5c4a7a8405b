import assert from "node:assert/strict";
import test from "node:test";
import { createGocd } from "#src/systems/gocd/index.ts";
import { createRegistry } from "#src/systems/registry/index.ts";
import { place, sources } from "../../rehearsal/gocd/stage.ts";
import { look } from "../hosts/stage.ts";

const minute = 60_000;
const images = sources.bump.dependents.images;

test("a merged revision is built, and its image gets its tag", async (t) => {
  const here = await place(t);
  const options = { sources, world: here.world, home: "" };
  const [gocd, registry] = [createGocd(options), createRegistry(options)];
  const sha = await here.bump("dockerfiles", ["mesos-base/Dockerfile"], "1.11.0");
  const revision = { sha, short: sha.slice(0, 7) };
  const asked = { pipelines: ["dockerfiles"], repository: "dockerfiles", revision };
  const base = { images: sources.bump.base.images, tag: "1.11.0" };
  const before = await look(gocd, "built", asked);
  assert.deepEqual([before.holds, before.detail], ["no", `dockerfiles has not built ${sha.slice(0, 7)} yet`]);
  here.time.sleep(2 * minute);
  assert.match((await look(gocd, "built", asked)).detail, /^dockerfiles \d+ runs, stage build$/);
  const none = await look(registry, "tags-present", base);
  assert.deepEqual([none.holds, none.detail], ["no", "mesos-base has no 1.11.0 yet; it has 1.9.0, 1.8.1"]);
  here.time.sleep(10 * minute);
  const after = await look(gocd, "built", asked);
  assert.equal(after.holds, "yes");
  assert.match(after.detail, /^dockerfiles \d+ passed in \d+ min$/);
  const [run] = after.value as { pipeline: string; tookSeconds: number; url: string }[];
  assert.equal(run?.pipeline, "dockerfiles");
  assert.ok((run?.tookSeconds ?? 0) > 180 && /^https:\/\/go\.example:8154\/go\/pipelines\//.test(run?.url ?? ""));
  const there = await look(registry, "tags-present", base);
  assert.deepEqual([there.holds, there.detail], ["yes", "mesos-base has 1.11.0"]);
  const dependents = await look(registry, "tags-present", { images, tag: "1.11.0" });
  assert.deepEqual([dependents.holds, dependents.progress], ["no", { done: 0, total: 5 }]);
  assert.equal((await look(registry, "tags-present", { images, tag: "1.9.0" })).holds, "yes");
});
