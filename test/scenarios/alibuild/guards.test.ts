import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { type Document, SiteStage } from "../../support/site-stage.ts";

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

const answers = ["--yes", "--confirm", "alibuild13", "--attest", "agreed=the shifters", "--attest", "way=cordon"];

/** Somebody gives alibuild03 the name of alibuild13 as soon as that one gets no new tasks. */
function renameAfterCordon({ site: { servers, requests } }: SiteStage): void {
  const add = requests.add.bind(requests);
  requests.add = (request) => {
    add(request);
    const [host, kept] = [servers.byName("alibuild13"), servers.byName("alibuild03")];
    if (!host || !kept || request.service !== "mesos" || !request.isMutating) return;
    host.name = "alibuild77";
    kept.name = "alibuild13";
  };
}

test("a rebuild is refused when its host's name has become alibuild03's since it began", async (t) => {
  const stage = await SiteStage.open(t);
  renameAfterCordon(stage);
  const { status, document } = await stage.ask(answers, `RebuildAgent!("alibuild13")`);
  assert.equal(status, 3, document.error?.why);
  assert.match(document.error.why, /never delete or rebuild alibuild03/);
  assert.deepEqual(
    stage.changes().filter((change) => /ai-|action/.test(change)),
    [],
  );
  const { run } = (await stage.ask([], `show("r1")`)).document;
  assert.deepEqual(
    run.owed.map(({ stillSo }: Document) => stillSo),
    ["alibuild13 gets no new tasks"],
  );
});
