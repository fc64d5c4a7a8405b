import assert from "node:assert/strict";
import test from "node:test";
import environment from "../../../environments/cantareira.ts";
import type { World } from "../../../src/model/world.ts";
import { defaultLimits, Mirror } from "../../../src/systems/git/mirror.ts";
import { remembering } from "../../../src/systems/git/remembered.ts";

const world: World = {
  kind: "rehearsal",
  id: "rehearsal-1",
  clock: { now: () => 0, sleep: async () => {} },
  random: () => "0",
  connect: async (host, port) => ({ host, port }),
};

function mirrorOf(name: string): Mirror {
  return new Mirror(name, {
    sources: environment.sources,
    world,
    home: "/nowhere",
    limits: defaultLimits,
    ending: new AbortController().signal,
  });
}

test("what was found out of a commit is looked for once, in each repository by itself", async () => {
  const [found, deploy, sabesp] = [remembering<string>(), mirrorOf("deploy"), mirrorOf("sabesp")];
  let looks = 0;
  const ask = (mirror: Mirror, commit: string) => found(mirror, [commit], async () => `${mirror.name} ${++looks}`);
  const both = [ask(deploy, "a"), ask(deploy, "a"), ask(sabesp, "a"), ask(deploy, "b"), ask(deploy, "a")];
  assert.deepEqual(await Promise.all(both), ["deploy 1", "deploy 1", "sabesp 2", "deploy 3", "deploy 1"]);
});

test("a look that failed is made again", async () => {
  const [found, deploy] = [remembering<string>(), mirrorOf("deploy")];
  const broken = () => Promise.reject(new Error("git is busy"));
  await assert.rejects(found(deploy, ["a"], broken), /busy/);
  assert.equal(await found(deploy, ["a"], async () => "found"), "found");
});
