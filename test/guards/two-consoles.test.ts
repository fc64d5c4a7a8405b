import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { SiteStage } from "../support/site-stage.ts";

const agreed = ["--yes", "--attest", "agreed=the shifters"];

function willing(master: string): readonly string[] {
  return [...agreed, "--confirm", master, "--attest", `move-from-${master}=stay`];
}

test("of two consoles on two machines that rebuild two masters at the same time at most one begins", async (t) => {
  const here = await SiteStage.open(t);
  const home = mkdtempSync(join(tmpdir(), "guards-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const there = here.from(home);
  const ended = await Promise.all([
    here.ask(willing("alimesos02"), `RebuildMaster!("alimesos02")`),
    there.ask(willing("alimesos03"), `RebuildMaster!("alimesos03")`),
  ]);
  for (const { status, stderr } of ended) assert.ok(status === 3 || status === 4, stderr);
  const rebuilds = here.changes().filter((change) => change.includes("ai-rebuild-vm"));
  assert.ok(rebuilds.length <= 1, rebuilds.join("\n"));
  assert.deepEqual(
    [...here.site.servers.all()].flatMap(({ tags }) => [...tags]),
    [],
    "no mark is left",
  );
});
