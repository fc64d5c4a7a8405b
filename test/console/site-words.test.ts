import assert from "node:assert/strict";
import test, { after } from "node:test";
import { SiteStage } from "../support/site-stage.ts";

const stage = await SiteStage.open({ after });

/** What somebody sees who types this: values first, then what is told beside them. */
async function seen(...expressions: readonly string[]): Promise<string> {
  const { stdout, stderr } = await stage.show([], ...expressions);
  return stdout + stderr;
}

test("help shows only what can be typed in this environment", async () => {
  const text = await seen("help()", 'help("settle!")', "help(help)");
  assert.match(text, /^ {2}help +what there is, or one of it: help\("RebuildAgent"\)$/m);
  assert.match(text, /^ {2}json +a value raw: json\(await CheckMasters\(\)\)$/m);
  assert.match(text, /one acts: RebuildAgent\("alibuild07"\), RebuildAgent!\("alibuild07"\)\.$/m);
  assert.match(text, /settle!\("r7", "rebuild: replace server\/alibuild07\/ai-rebuild-vm\/1", "yes: /);
  assert.doesNotMatch(text, /MesosCluster|create|status|instance\//);
});

test("a refusal names the call that looks again", async () => {
  assert.match(await seen('RebuildAgent!("alibuild09")'), /then\s+look\s+again:\s+RebuildAgent\("alibuild09"\)$/m);
});

test("runs() says where each parked run stands and the one thing to type", async () => {
  await stage.show(["--yes", "--attest", "agreed=me"], 'RebuildAgent!("alibuild07")');
  const now = await seen("runs()");
  assert.match(
    now,
    /^r1 {2}parked {2}RebuildAgent alibuild07 .*\n {4}at +step \d+ of \d+: choose how .*\n {4}next +resume!\("r1"\)$/m,
  );
});

const mistyped: readonly (readonly [string, RegExp])[] = [
  ['RebuildAgent!("alibuild7")', /nearest: alibuild07, (?:.|\n)*?\n +next +RebuildAgent!\("alibuild07"\)$/m],
  ['rebuildagent("alibuild07")', /next +RebuildAgent\("alibuild07"\)$/m],
  ['RebuildAgent!("alimesos01")', /agents are named like alibuild07\n +next +RebuildMaster!\("alimesos01"\)$/m],
  ['CheckMaster("alibuild07")', /masters are named like alimesos02\n +next +help\(\)/],
  ['CreateMaster!("alimesos02", "geneva-b")', /next +CreateMaster!\("alimesos02", "cern-geneva-b"\)$/m],
  ["show()", /there are r1\n +next +show\("r1"\)$/m],
  ['show("r77")', /why +the newest: r1$/m],
  ["json(runs())", /next +json\(await runs\(\)\)$/m],
];
for (const [typed, told] of mistyped)
  test(`${typed} says what to type instead`, async () => {
    assert.match(await seen(typed), told);
  });

test("hosts() shows volumes and locks; CheckAccess() is a document of its own as JSON", async () => {
  const [server] = stage.site.servers.all().filter(({ name }) => name === "alimesos03");
  if (server) server.lock = { reason: "never delete" };
  assert.match(await seen("hosts()"), /addresses +volumes +lock\n(?:.*\n)*.* alimesos03 .* 1 +never delete\n/);
  const { document } = await stage.ask([], "CheckAccess()");
  assert.equal(document.checks[0].result, "pass");
});

test("what is told while a run is ended has one clock, the world's", async () => {
  stage.pass(7 * 60);
  const { stderr } = await stage.show([], 'abort!("r1")');
  const times = [...stderr.matchAll(/^REHEARSAL (\d\d):/gm)].map(([, hour]) => hour);
  assert.equal(new Set(times).size, times.length > 0 ? 1 : 0, stderr);
  await stage.show(["--yes", "--attest", "agreed=me"], 'RebuildAgent!("alibuild07")');
});

test("of a world that has ended runs() says how to be rid of a run", async () => {
  const later = await SiteStage.open({ after }, { home: stage.home, seed: 2 });
  const { stdout } = await later.show([], "runs()", 'show("r2")');
  assert.match(stdout, /^ {4}next +abort!\("r2"\)$/m);
  assert.match(stdout, /why +its rehearsal has ended;.*\n(?: +.*\n)*? +next +abort!\("r2"\)$/m);
});
