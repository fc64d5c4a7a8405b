import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { NotDone } from "#src/model/error.ts";
import type { OnceState } from "#src/model/host-commands.ts";
import { Stage } from "./stage.ts";

async function begin(t: TestContext) {
  const stage = new Stage(t);
  await stage.host("alibuild07");
  const permit = stage.permit();
  const folder = join(stage.home, ".mesos-console", permit.token);
  return { stage, ssh: stage.commandsOnHosts(), permit, folder };
}

/** Looks until it no longer runs. */
async function ended(look: () => Promise<OnceState>): Promise<OnceState> {
  for (let looks = 0; looks < 100; looks += 1) {
    const state = await look();
    if (state.state !== "running") return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it runs for ever");
}

test("a command is started once, outlives its connection and leaves its exit code", async (t) => {
  const { stage, ssh, permit, folder } = await begin(t);
  const go = join(stage.home, "go");
  const script = `echo begun; until [ -e ${go} ]; do sleep 0.02; done; echo "$A"; exit 3`;
  const command = { argv: ["sh", "-c", script], env: { A: "é" } };
  assert.deepEqual(await ssh.onceState("alibuild07", permit.token), { state: "absent" });
  await ssh.startOnce("alibuild07", command, permit);
  await ssh.startOnce("alibuild07", command, permit);
  ssh.close();
  const later = stage.commandsOnHosts();
  assert.equal((await later.onceState("alibuild07", permit.token)).state, "running");
  writeFileSync(go, "");
  const state = await ended(() => later.onceState("alibuild07", permit.token));
  assert.deepEqual(state, { state: "ended", exitCode: 3, output: "begun\né\n" });
  assert.equal(readFileSync(join(folder, "exit"), "utf8"), "3\n");
});

test("a command whose process is gone without an exit code is lost, and is not started again", async (t) => {
  const { ssh, permit, folder } = await begin(t);
  const command = { argv: ["sh", "-c", "echo begun; sleep 60"] };
  await ssh.startOnce("alibuild07", command, permit);
  const pid = Number(readFileSync(join(folder, "pid"), "utf8").split(" ")[0]);
  process.kill(-pid, "SIGKILL");
  const state = await ended(() => ssh.onceState("alibuild07", permit.token));
  await ssh.startOnce("alibuild07", command, permit);
  assert.equal(state.state, "lost");
  assert.equal((await ssh.onceState("alibuild07", permit.token)).state, "lost");
});

test("long output is read to its end", async (t) => {
  const { ssh, permit } = await begin(t);
  await ssh.startOnce(
    "alibuild07",
    { argv: ["sh", "-c", "head -c 700000 /dev/zero | tr '\\0' x; echo; echo end"] },
    permit,
  );
  const state = await ended(() => ssh.onceState("alibuild07", permit.token));
  assert.ok(state.state === "ended" && state.output.length === 700_005 && state.output.endsWith("x\nend\n"));
});

test("where no directory can be made nothing is started", async (t) => {
  const { stage, ssh, permit } = await begin(t);
  writeFileSync(join(stage.home, ".mesos-console"), "a file");
  const starting = ssh.startOnce("alibuild07", { argv: ["touch", join(stage.home, "done")] }, permit);
  await assert.rejects(starting, (error) => error instanceof NotDone && error.code === "once-not-started");
  assert.ok(!existsSync(join(stage.home, "done")));
});

test("a machine that shares the home of another does not guess", async (t) => {
  const { ssh, permit, folder } = await begin(t);
  await ssh.startOnce("alibuild07", { argv: ["true"] }, permit);
  await ended(() => ssh.onceState("alibuild07", permit.token));
  const [pid, start, boot] = readFileSync(join(folder, "pid"), "utf8").split(" ");
  writeFileSync(join(folder, "pid"), `${pid} ${start} ${boot} aiadm82\n`);
  writeFileSync(join(folder, "exit"), "");
  await assert.rejects(ssh.onceState("alibuild07", permit.token), /aiadm82/);
});
