import assert from "node:assert/strict";
import test from "node:test";
import { answersFor } from "../../support/site-case.ts";
import { SiteStage } from "../../support/site-stage.ts";

const accept = 'AcceptHostKey!("alimesos02")';

test("a machine that somebody else rebuilt is entered once its key was compared with the console log", async (t) => {
  const stage = await SiteStage.open(t);
  assert.equal((await stage.ask([], "CheckAccess()")).status, 0);
  const server = stage.site.servers.byName("alimesos02");
  assert.ok(server);
  stage.site.servers.rebuild(server.id, server.imageId);
  stage.pass(60);
  const { stdout } = await stage.show([], 'CheckMaster("alimesos02")');
  assert.match(stdout, /next {2}AcceptHostKey\("alimesos02"\) compares it with the server's console log/);
  const parked = await stage.ask(["--yes"], accept);
  assert.equal(parked.status, 4);
  assert.match(
    parked.stderr,
    /ANOTHER key than the known one: .*the server's console log shows the same\s+fingerprint/,
  );
  const { status, stderr } = await stage.ask(answersFor("alimesos02"), 'resume!("r1")');
  assert.equal(status, 0, stderr.slice(-2000));
  const after = await stage.show([], 'CheckMaster("alimesos02")');
  assert.match(after.stdout, /pass {5}lets root in over SSH/);
});
