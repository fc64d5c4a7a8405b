import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { homeOf } from "#src/engine/home.ts";

test("MESOS_CONSOLE_HOME, else the XDG state folder, else its default", () => {
  const env = { MESOS_CONSOLE_HOME: "/a/b", XDG_STATE_HOME: "/state", HOME: "/home/jane" };
  assert.equal(homeOf(env), "/a/b");
  assert.equal(homeOf({ ...env, MESOS_CONSOLE_HOME: "" }), "/state/mesos-console");
  assert.equal(homeOf({ HOME: "/home/jane" }), "/home/jane/.local/state/mesos-console");
  assert.equal(homeOf({ HOME: "/home/jane", XDG_STATE_HOME: "relative" }), "/home/jane/.local/state/mesos-console");
  assert.equal(homeOf({}), join(homedir(), ".local/state/mesos-console"));
  assert.equal(homeOf({ MESOS_CONSOLE_HOME: "here" }), join(process.cwd(), "here"));
});
