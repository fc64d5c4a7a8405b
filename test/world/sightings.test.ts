import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { openSightings } from "../../src/world/sightings.ts";

function newHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "sightings-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

test("what was seen stays, for this console and for the next one", (t) => {
  const home = newHome(t);
  const sightings = openSightings(home, "alibuild");
  assert.deepEqual(sightings.serversOf("v1"), []);
  sightings.note("v1", ["s1", "alibuild03"]);
  sightings.note("v1", ["s2", "s1"]);
  for (const each of [sightings, openSightings(home, "alibuild")])
    assert.deepEqual(each.serversOf("v1"), ["s1", "alibuild03", "s2"]);
  assert.deepEqual(openSightings(home, "elsewhere").serversOf("v1"), []);
});

test("what another console saw meanwhile counts too", (t) => {
  const home = newHome(t);
  const [one, other] = [openSightings(home, "alibuild"), openSightings(home, "alibuild")];
  one.note("v1", ["s1"]);
  other.note("v2", ["s2"]);
  assert.deepEqual([one.serversOf("v2"), other.serversOf("v1")], [["s2"], ["s1"]]);
});

test("half a line is not taken for nothing seen", (t) => {
  const home = newHome(t);
  const sightings = openSightings(home, "alibuild");
  sightings.note("v1", ["s1"]);
  appendFileSync(join(home, "sightings/alibuild.jsonl"), '{"volume":');
  assert.throws(() => sightings.serversOf("v1"), { code: "sightings-unreadable" });
  assert.throws(() => sightings.serversOf("v1"), { code: "sightings-unreadable" }, "and stays so");
});
