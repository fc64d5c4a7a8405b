import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { MesosCluster } from "../../recipes/mesos-cluster.ts";
import { contextOf, type StackName, userDataOf } from "../recipes/outline.ts";

const program = process.env.IGNITION_VALIDATE;
const skip = !program && "IGNITION_VALIDATE, the path of ignition-validate, is not set; npm run test:real sets it";
const stacks: readonly StackName[] = ["test", "dev", "stable"];

/** What Ignition itself says of a configuration; empty when it would boot with it. */
async function verdictOn(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "ignition-"));
  const file = join(folder, "config.ign");
  // Debian's release came before 3.4.0 was final, and knows it by this name.
  writeFileSync(file, text.replace('"version":"3.4.0"', '"version":"3.4.0-experimental"'));
  try {
    const { stdout, stderr } = await promisify(execFile)(program ?? "", [file]).catch((error) => error);
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("Ignition accepts the user data of every host", { skip }, async (t) => {
  for (const stack of stacks) {
    for (const [key, text] of Object.entries(userDataOf(MesosCluster, contextOf(stack)))) {
      await t.test(key, async () => assert.equal(await verdictOn(text), ""));
    }
  }
});

test("Ignition refuses what is not a configuration", { skip }, async () => {
  const [text = ""] = Object.values(userDataOf(MesosCluster, contextOf("test")));
  assert.match(await verdictOn(text.replace('"mode":493', '"mode":"0755"')), /cannot unmarshal string/);
  assert.match(await verdictOn(text.replace('"enabled":true', '"enabled":"yes"')), /cannot unmarshal string/);
});
