import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openRehearsal } from "../../../src/world/rehearsal.ts";

/** Waits, in real time, for something that another process does. */
async function until(isSo: () => boolean): Promise<void> {
  for (let patience = 200; !isSo(); patience -= 1) {
    assert.ok(patience > 0, "it did not come about in ten seconds");
    await sleep(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a world's repositories go with it: at its end, or when the next begins after it was killed", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "kept-"));
  const kept = () => readdirSync(join(home, "worlds", "cantareira-git"));
  const open = async () => {
    const world = await openRehearsal({ environment: "cantareira", home });
    await askForRefs(await world.connect("github.com", 443), world.forge?.githubToken ?? "");
    return world;
  };
  const killed = await open();
  const state = JSON.parse(readFileSync(join(home, "worlds", "cantareira.json"), "utf8"));
  assert.equal(kept().length, 1);
  process.kill(state.pid, "SIGKILL");
  await until(() => !isAlive(state.pid));
  const [left] = kept();
  const next = await open();
  t.after(() => rmSync(home, { recursive: true, force: true }));
  t.after(() => next.stop().catch(() => undefined));
  assert.notEqual(next.id, killed.id);
  await until(() => !kept().includes(left ?? ""));
  assert.deepEqual(
    kept().map((id) => `rehearsal-${id}`),
    [next.id],
  );
  await next.stop();
  await until(() => kept().length === 0);
});

async function askForRefs({ port }: { readonly port: number }, token: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/nubank/deploy.git/info/refs?service=git-upload-pack`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  assert.match(await answer.text(), /refs\/heads\/master/);
}
