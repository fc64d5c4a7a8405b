import assert from "node:assert/strict";
import test from "node:test";
import { serveWorld } from "#src/rehearsal/server.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import alibuild from "../../../environments/alibuild.ts";
import { stage } from "./stage.ts";

const { gateway: _, ...environment } = alibuild;

test("without a gateway the console's machine sends echoes itself, and has a password for Foreman", async (t) => {
  const served = await serveWorld({ environment });
  t.after(() => served.close());
  const world = await joinRehearsal(served.port);
  const echo = world.echo ?? assert.fail("no echo");
  const { servers } = served.world;
  servers.stop(servers.byName("alibuild13")?.id ?? "");
  await world.clock.sleep(60_000);
  assert.deepEqual(
    [await echo("alibuild07.cern.ch", 2), await echo("alibuild13", 2), await echo("alibuild99", 2)],
    [true, false, false],
  );
  const { user, password } = world.foreman ?? assert.fail("no password");
  const { host, port } = await world.connect("judy.cern.ch", 8443);
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const answer = await fetch(`http://${host}:${port}/api/hosts/alibuild07.cern.ch`, { headers: { authorization } });
  assert.equal(answer.status, 200);
});

test("with a gateway its ticket is good for both", async (t) => {
  const { world } = await stage(t);
  assert.deepEqual([world.echo, world.foreman], [undefined, undefined]);
});
