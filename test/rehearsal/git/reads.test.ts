import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { Reads } from "../../../src/rehearsal/git/reads.ts";

function repository(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "reads-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "refs/heads"), { recursive: true });
  const moveTo = (sha: string) => writeFileSync(join(folder, "refs/heads/master"), `${sha}\n`);
  moveTo("1".repeat(40));
  return { folder, moveTo };
}

/** As often as git is called it gives another answer. */
function counted(exitCode = 0) {
  let calls = 0;
  return async () => ({ exitCode, stdout: Buffer.from(`answer ${++calls}`), stderr: "" });
}

test("the same question to an unmoved repository is answered as before; another one, or once it moved, by git", async (t) => {
  const { folder, moveTo } = repository(t);
  const [reads, call] = [new Reads(), counted()];
  const ask = async (body: string) =>
    `${(await reads.answer({ folder, asked: [], body: Buffer.from(body) }, call)).stdout}`;
  assert.deepEqual([await ask("refs"), await ask("refs"), await ask("pack")], ["answer 1", "answer 1", "answer 2"]);
  moveTo("2".repeat(40));
  assert.equal(await ask("refs"), "answer 3");
});

test("what failed, and what was answered while a branch moved, is not kept", async (t) => {
  const { folder, moveTo } = repository(t);
  const read = { folder, asked: [], body: Buffer.from("refs") };
  const [reads, failing, call] = [new Reads(), counted(128), counted()];
  await reads.answer(read, failing);
  const moving = async () => {
    moveTo("3".repeat(40));
    return call();
  };
  await reads.answer(read, moving);
  assert.equal(`${(await reads.answer(read, call)).stdout}`, "answer 2");
});
