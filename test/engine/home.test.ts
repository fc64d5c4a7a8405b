import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { ensureHome, homeOf } from "#src/engine/home.ts";

test("MESOS_CONSOLE_HOME, else the XDG state folder, else its default", () => {
  const env = { MESOS_CONSOLE_HOME: "/a/b", XDG_STATE_HOME: "/state", HOME: "/home/jane" };
  assert.equal(homeOf(env), "/a/b");
  assert.equal(homeOf({ ...env, MESOS_CONSOLE_HOME: "" }), "/state/mesos-console");
  assert.equal(homeOf({ HOME: "/home/jane" }), "/home/jane/.local/state/mesos-console");
  assert.equal(homeOf({ HOME: "/home/jane", XDG_STATE_HOME: "relative" }), "/home/jane/.local/state/mesos-console");
  assert.equal(homeOf({}), join(homedir(), ".local/state/mesos-console"));
  assert.equal(homeOf({ MESOS_CONSOLE_HOME: "here" }), join(process.cwd(), "here"));
});

test("a home is made for its owner only, with what is above it", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "mesos-console-home-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const home = join(folder, "state", "mesos-console");
  assert.equal(ensureHome(home), undefined);
  assert.equal(ensureHome(home), undefined, "once more changes nothing");
  assert.equal(statSync(home).mode & 0o777, 0o700);
  writeFileSync(join(folder, "file"), "");
  assert.equal(ensureHome(join(folder, "file", "x")), `${join(folder, "file", "x")} cannot be written (ENOTDIR)`);
});
