import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { setTimeout } from "node:timers/promises";
import { lookOnceArgv, startOnceArgv } from "#src/model/once-scripts.ts";
import { openStage, type Stage } from "./stage.ts";

/** Something that the scripts run on: a real shell, or a rehearsed host. */
interface Machine {
  run(words: readonly string[]): Promise<string>;
  /** Has what was started under that token end without an exit code. */
  lose(token: string): Promise<void>;
  /** Until what was started has ended. */
  settle(): Promise<void>;
}

/** A shell of this machine, its home a folder of its own. */
function realMachine(home: string): Machine {
  return {
    run: async ([program = "", ...words]) => {
      const env = { ...process.env, HOME: home, KRB5CCNAME: "" };
      return spawnSync(program, words, { env, encoding: "utf8" }).stdout;
    },
    lose: async (token) => {
      const [pid] = readFileSync(join(home, ".mesos-console", token, "pid"), "utf8").split(" ");
      process.kill(-Number(pid), "SIGKILL");
      await setTimeout(50);
    },
    settle: async () => void (await setTimeout(150)),
  };
}

function rehearsed({ run, site, pass }: Stage): Machine {
  return {
    run: async (words) => (await run("alibuild07", ...words)).stdout,
    lose: async () => {
      site.servers.reboot(site.servers.byName("alibuild07")?.id ?? "");
      pass(90);
    },
    settle: async () => pass(1),
  };
}

const first = (text: string) => text.split("\n")[0];

async function transcript({ run, lose, settle }: Machine, long: readonly string[]): Promise<readonly unknown[]> {
  const look = async (token: string) => first(await run(lookOnceArgv(token, 0)));
  const start = (token: string, ...words: readonly string[]) => run(startOnceArgv(token, words));
  const said: unknown[] = [await look("t-1"), await start("t-1", "true"), await start("t-1", "true")];
  await settle();
  said.push(await run(lookOnceArgv("t-1", 0)), await start("t-2", "there-is-no-such-program"));
  await settle();
  said.push(await look("t-2"), await start("t-3", ...long), await look("t-3"));
  await lose("t-3");
  return [...said, await look("t-3"), await start("t-3", ...long)];
}

test("commands that are started once tell the same on a rehearsed host as in a real shell", async (context) => {
  const home = mkdtempSync(join(tmpdir(), "once-"));
  const stage = await openStage();
  context.after(() => {
    stage.close();
    rmSync(home, { recursive: true, force: true });
  });
  const real = await transcript(realMachine(home), ["sleep", "60"]);
  assert.deepEqual(await transcript(rehearsed(stage), ["docker", "pull", "alisw/slc7-builder"]), real);
  assert.deepEqual(real, [
    ...["absent", "started\n", "already\n", "ended 0\n"],
    ...["started\n", "ended 127", "started\n", "running", "lost", "already\n"],
  ]);
});
