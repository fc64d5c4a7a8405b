import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { noTerminal, Pty } from "../prompt/pty.ts";

const heavy = /\/node_modules\/(ink|react|react-reconciler|yoga-layout|@aws-sdk|@smithy|ssh2|zx|@inquirer)\//;

test("nothing heavy is loaded before the prompt is up", { skip: noTerminal, timeout: 30_000 }, async (t) => {
  const { pty, loaded } = start(t);
  await pty.see("cantareira > ");
  const atPrompt = loaded();
  assert.deepEqual(
    atPrompt.filter((url) => heavy.test(url)),
    [],
  );
  assert.ok(
    atPrompt.some((url) => url.endsWith("/src/prompt/repl.ts")),
    "what is loaded is seen",
  );
});

test("what is heavy is loaded when it is needed", { skip: noTerminal, timeout: 30_000 }, async (t) => {
  const { pty, loaded } = start(t);
  await pty.see("cantareira > ");
  pty.type("CheckAccess()\r");
  await pty.see("cantareira > ");
  assert.ok(loaded().some((url) => heavy.test(url)));
});

/** The real prompt, which looks at nothing by itself; its credentials are nobody's, and its account is nowhere. */
function start(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "light-"));
  const file = join(folder, "loaded");
  const main = join(import.meta.dirname, "../../src/main.ts");
  const preload = join(import.meta.dirname, "loaded.ts");
  const pty = new Pty(`${process.execPath} --import ${preload} ${main} cantareira`, {
    LOADED: file,
    MESOS_CONSOLE_HOME: join(folder, "home"),
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ACCESS_KEY_ID: "nobody",
    AWS_SECRET_ACCESS_KEY: "nothing",
  });
  t.after(async () => {
    pty.type("\x04");
    await pty.exited();
    rmSync(folder, { recursive: true, force: true });
  });
  return { pty, loaded: () => readFileSync(file, "utf8").trim().split("\n") };
}
