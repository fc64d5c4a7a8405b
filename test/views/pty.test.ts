import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import test, { type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { until } from "./terminal.ts";

/** A real pseudo-terminal needs util-linux's `script`. */
const { stdout: version } = spawnSync("script", ["--version"], { encoding: "utf8" });
const skip = version?.includes("util-linux") ? false : "util-linux script is not on this machine";
const demo = fileURLToPath(new URL("./demo.ts", import.meta.url));

/** The demo on a pseudo-terminal of that width. */
function onTerminal(t: TestContext, columns: number) {
  const command = `stty cols ${columns} rows 30; exec "${process.execPath}" "${demo}" --pace 5`;
  const child = spawn("script", ["-qec", command, "/dev/null"], { env: { ...process.env, NO_COLOR: "1", CI: "" } });
  t.after(() => child.kill());
  let raw = "";
  child.stdout.on("data", (chunk) => {
    raw += String(chunk);
  });
  const text = () => stripVTControlCharacters(raw).replaceAll("\r", "");
  const sees = (pattern: RegExp) =>
    until(
      () => pattern.test(text()),
      () => `${pattern} in:\n${text()}`,
    );
  const type = async (invite: RegExp, keys: string) => {
    await sees(invite);
    await setTimeout(700);
    child.stdin.write(keys);
  };
  return { child, text, raw: () => raw, sees, type, ended: once(child, "exit") };
}

test("keys typed before the question is on the screen never answer it", { skip }, async (t) => {
  const terminal = onTerminal(t, 80);
  terminal.child.stdin.write("y\ry\ry\r");
  await terminal.type(/\? y to go on/, "n\r");
  await terminal.ended;
  assert.match(terminal.text(), /answer \{"isYes":false,"text":"n","how":"typed"\}/);
});

test("questions and the run's view take turns on one terminal, 40 columns wide and without colour", {
  skip,
}, async (t) => {
  const terminal = onTerminal(t, 40);
  await terminal.type(/\? y to go on/, "y\r");
  await terminal.type(/\? type test to go on/, "test\r");
  await terminal.sees(/interrupts 0/);
  await terminal.ended;
  assert.match(terminal.text(), /"text":"y".*"text":"test".*Run r7 {2}Mesos masters of test {2}done/s);
  assert.doesNotMatch(terminal.raw(), /\x1b\[3[0-7]m/);
  for (const line of terminal
    .text()
    .split("\n")
    .filter((each) => !/^(?:answer|\?) /.test(each))) {
    assert.ok(line.length <= 40, `wider than the screen: ${line}`);
  }
});

test("Ctrl-C at a question parks and says how to go on", { skip }, async (t) => {
  const terminal = onTerminal(t, 120);
  await terminal.sees(/\? y to go on/);
  terminal.child.stdin.write("\x03");
  await terminal.ended;
  assert.match(terminal.text(), /interrupted\n.*next {2}\.\/console cantareira --rehearse -e 'resume!\("r7"\)'\n/s);
});

test("where nobody is at a terminal each event is a line and the run parks", async () => {
  const { stdout, stderr } = spawnSync(process.execPath, [demo, "--plain", "--yes", "--pace", "0"], {
    encoding: "utf8",
  });
  assert.match(stderr, /\nREHEARSAL \d\d:\d\d:\d\d UTC create volume\/mesos-master-test-a: begun\n/);
  assert.doesNotMatch(stderr, /\x1b/);
  assert.match(stdout, /^answer .*"how":"--yes".*\nparked\n/s);
});
