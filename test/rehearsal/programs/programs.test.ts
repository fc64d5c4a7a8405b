import assert from "node:assert/strict";
import test from "node:test";
import { serveWorld } from "#src/rehearsal/server.ts";
import { createPrograms } from "#src/systems/programs/index.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import cantareira from "../../../environments/cantareira.ts";
import { look } from "../../systems/hosts/stage.ts";

const { sources } = cantareira;

async function open() {
  const served = await serveWorld({ environment: cantareira });
  const world = await joinRehearsal(served.port);
  const run = async (...argv: readonly string[]) => {
    const lines: string[] = [];
    return { ...(await world.execute?.({ argv }, (line) => lines.push(line))), lines };
  };
  return { ...served, joined: world, run, programs: createPrograms({ sources, world, home: "" }) };
}

test("a rehearsal answers for the programs that it knows, and starts none", async (t) => {
  const { close, joined: world, world: rehearsed, run, programs } = await open();
  t.after(close);
  const { candidates } = sources.bump;
  const offered = await look(programs, "version-offered", { ...candidates, version: "1.11.0" });
  assert.deepEqual([offered.holds, offered.value], ["yes", ["1.11.0", "1.10.0", "1.9.0", "1.8.1"]]);
  const before = world.clock.now();
  const job = await run(
    "sabesp",
    "--aurora-stack=cantareira-test",
    "jobs",
    "create",
    "prod",
    "itaipu",
    "MODE=filtered",
  );
  assert.deepEqual([job.exitCode, job.lines[0]], [0, "job cantareira-test/prod/itaipu created"]);
  assert.equal(world.clock.now() - before, 7 * 60_000);
  for (const argv of [
    ["touch", "/tmp/x"],
    ["docker", "ps"],
    ["sabesp", "jobs", "kill"],
  ]) {
    const refused = await run(...argv);
    assert.deepEqual([refused.exitCode, refused.stdout], [127, ""]);
    assert.match(refused.stderr ?? "", /^no rehearsed machine runs .*\nsh: 1: exec: \S+: not found\n$/);
  }
  rehearsed.programs.register("nu", async ([, ...words]) => ({ exitCode: 0, stdout: words.join(" "), stderr: "" }));
  assert.equal((await run("nu", "iam", "create")).stdout, "iam create");
});
