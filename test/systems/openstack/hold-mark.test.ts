import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { serveWorld } from "#src/rehearsal/server.ts";
import { createOpenStack } from "#src/systems/openstack/index.ts";
import { joinRehearsal } from "#src/world/rehearsal.ts";
import environment from "../../../environments/alibuild.ts";
import { withPermit } from "./effects.ts";
import { newSightings } from "./place.ts";

const hold = { journal: "00000000000000aa", run: "r-1", who: "jane", since: "2026-11-20T12:00:00.000Z" };
const theirs = { ...hold, journal: "00000000000000bb", who: "john" };

/** The marks of two consoles in the rehearsed project, of which a server's rebuild ends in ERROR. */
async function stage(t: TestContext, broken: string) {
  const served = await serveWorld({ environment, faults: ["rebuild-ends-in-error"] });
  const world = await joinRehearsal(served.port);
  const systems = [1, 2].map(() => createOpenStack({ environment, world, sightings: newSightings() }));
  t.after(async () => {
    for (const system of systems) system.close();
    await served.close();
  });
  const { servers } = served.world;
  const { id, imageId } = servers.byName(broken) ?? assert.fail();
  const marks = systems.map(({ holdMark: mark = assert.fail() }) => ({
    read: (stack: string) => mark.read(stack),
    write: (stack: string, whose = hold) => withPermit("write", (permit) => mark.write(stack, whose, permit)),
    remove: (stack: string, whose = hold) => withPermit("remove", (permit) => mark.remove(stack, whose, permit)),
  }));
  const [own = assert.fail(), other = assert.fail()] = marks;
  return {
    own,
    other,
    async breakIt() {
      servers.rebuild(id, imageId);
      await world.clock.sleep(3600_000);
    },
    async heal() {
      servers.reboot(id);
      await world.clock.sleep(3600_000);
    },
    tagsOf: (name: string) => [...(servers.byName(name)?.tags ?? [])],
  };
}

test("a server in ERROR takes no mark, and is not out of reach for that", async (t) => {
  const { own, breakIt } = await stage(t, "alibuild07");
  await breakIt();
  await own.write("alibuild07");
  assert.equal(await own.read("alibuild07"), undefined);
  await own.remove("alibuild07");
});

test("a mark from before an ERROR is seen, and goes once the server takes changes again", async (t) => {
  const { own, other, breakIt, heal, tagsOf } = await stage(t, "alibuild07");
  await own.write("alibuild07");
  await breakIt();
  assert.deepEqual(await other.read("alibuild07"), hold);
  await other.write("alibuild07", theirs);
  await assert.rejects(own.remove("alibuild07"), { reason: "system" });
  await heal();
  await own.remove("alibuild07");
  assert.deepEqual(tagsOf("alibuild07"), []);
});

test("where the first master is in ERROR, the masters are marked at the next one", async (t) => {
  const { own, other, breakIt, heal, tagsOf } = await stage(t, "alimesos01");
  await breakIt();
  await own.write("masters");
  assert.deepEqual(await other.read("masters"), hold);
  assert.equal(tagsOf("alimesos02").length, 1);
  await heal();
  assert.deepEqual(await other.read("masters"), hold, "also when the first one is well again");
  await other.write("masters", theirs);
  assert.deepEqual(await own.read("masters"), theirs, "what is taken over goes wherever it is");
  await other.remove("masters", theirs);
  for (const name of environment.masters.names) assert.deepEqual(tagsOf(name), []);
});
