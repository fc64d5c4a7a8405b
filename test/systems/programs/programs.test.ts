import assert from "node:assert/strict";
import test from "node:test";
import type { CommandResult } from "#src/model/host-commands.ts";
import type { Fields } from "#src/model/json.ts";
import type { World } from "#src/model/world.ts";
import { createPrograms } from "#src/systems/programs/index.ts";
import { openReal } from "#src/world/real.ts";
import cantareira from "../../../environments/cantareira.ts";
import { changeOf, draftOf, Journal, look, world } from "../hosts/stage.ts";

const { sources } = cantareira;
const listing = { argv: ["sh", "-c", "list"], package: "mesos" };
const real = openReal("this machine");

function open(execute: World["execute"]) {
  return createPrograms({ sources, world: execute ? world({ execute }) : world(), home: "" });
}

function ended(result: Partial<CommandResult>): World["execute"] {
  return async () => ({ exitCode: 0, stdout: "", stderr: "", isTruncated: false, ...result });
}

async function run(execute: World["execute"], desired: Fields, journal = new Journal()) {
  const programs = open(execute);
  await programs.apply(changeOf(draftOf(programs, "program", "job", desired)), journal);
  return journal.done.get("run");
}

test("the versions that are offered are listed once each, the newest first", async () => {
  const stdout = [
    "     mesos | 1.9.0-2.0.1 | https://packages.example/ubuntu jammy/main amd64 Packages",
    "     mesos | 1:1.11.0-2.0.1.ubuntu2204 | https://packages.example/ubuntu jammy/main amd64 Packages",
    "     mesos | 1.10.0-2.0.1 | https://packages.example/ubuntu jammy/main amd64 Packages",
    "     mesos | 1.9.0-1.0.0 | https://packages.example/ubuntu jammy/main amd64 Packages",
    "mesos-devel | 1.12.0-1 | https://packages.example/ubuntu jammy/main amd64 Packages",
    "    mesos |  1.9.0-2.0.1 | https://packages.example/ubuntu jammy/main Sources",
  ].join("\n");
  const programs = open(ended({ stdout }));
  const offered = await look(programs, "version-offered", { ...listing, version: "1.11.0" });
  assert.deepEqual(offered, {
    holds: "yes",
    detail: "1.11.0 is among 1.11.0, 1.10.0, 1.9.0",
    value: ["1.11.0", "1.10.0", "1.9.0"],
  });
  const other = await look(programs, "version-offered", { ...listing, version: "1.12.0" });
  assert.deepEqual([other.holds, other.detail], ["no", "1.12.0 is not among 1.11.0, 1.10.0, 1.9.0"]);
});

test("a list is asked for once, and again when it failed", async () => {
  let count = 0;
  const programs = open(async () => {
    count += 1;
    if (count === 1) return { exitCode: 125, stdout: "", stderr: "no space left on device\n", isTruncated: false };
    return { exitCode: 0, stdout: "mesos | 1.11.0-1 | x", stderr: "", isTruncated: false };
  });
  const asked = { ...listing, version: "1.11.0" };
  const failed = await look(programs, "version-offered", asked);
  assert.deepEqual(
    [failed.holds, failed.detail],
    ["unknown", "sh -c list lists no versions: exit code 125: no space left on device"],
  );
  await look(programs, "version-offered", asked);
  await look(programs, "version-offered", asked);
  assert.equal(count, 2);
});

test("a program is run once, with its words as they are, and the end of what it prints is kept", async () => {
  const journal = new Journal();
  const value = await run(
    real.execute,
    { argv: ["printf", "%s\\n", "it's $HOME", "last"], withinSeconds: 10 },
    journal,
  );
  assert.deepEqual(value, { exitCode: 0, tail: "it's $HOME\nlast" });
  assert.deepEqual(journal.lines, ["it's $HOME", "last"]);
});

test("a program that fails has ended badly: it is not run again by itself", async () => {
  const journal = new Journal();
  const failing = { argv: ["sh", "-c", "echo no quota >&2; exit 3"] };
  for (let time = 0; time < 2; time += 1) {
    await assert.rejects(run(real.execute, failing, journal), {
      name: "EndedBadly",
      code: "program-failed",
      why: "no quota",
    });
  }
  assert.deepEqual(journal.events, ["run intended", "run done"]);
});

test("a program that is not there was not started; one that was killed or took too long is a doubt", async () => {
  await assert.rejects(run(real.execute, { argv: ["no-such-program"] }), { name: "NotDone", code: "program-missing" });
  await assert.rejects(run(undefined, { argv: ["true"] }), { name: "NotDone", code: "program-missing" });
  for (const argv of [
    ["sh", "-c", "kill -9 $$"],
    ["sh", "-c", "sleep 60 & sleep 60"],
  ]) {
    await assert.rejects(run(real.execute, { argv, withinSeconds: 0.2 }), /in doubt/);
  }
});

test("a program that ran and did not find another one has ended badly: what it did before is done", async () => {
  for (const argv of [
    ["sh", "-c", "no-such-helper"],
    ["sh", "-c", "exec no-such-helper"],
    ["sh", "-c", "exit 127"],
  ]) {
    await assert.rejects(run(real.execute, { argv }), { name: "EndedBadly", code: "program-failed" });
  }
});

test("words that are none are refused", () => {
  for (const argv of [[], [""], "sh", ["sh", 1]]) {
    assert.throws(() => draftOf(open(undefined), "program", "job", { argv }), { code: "bad-parameters" });
  }
});
