import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { MesosCluster } from "../../recipes/mesos-cluster.ts";
import { readIgnition } from "../ignition/spec.ts";
import { contextOf, userDataOf } from "../recipes/outline.ts";

const run = promisify(execFile);
const hasSystemd = await run("systemd-analyze", ["--version"]).then(
  () => true,
  () => false,
);
const skip = !hasSystemd && "systemd-analyze is not on this machine";

/** What systemd says of units; that the hosts' programs are not on this machine says nothing of the units. */
async function verdictOn(units: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "systemd-"));
  const files = Object.keys(units).map((name) => join(folder, name));
  for (const [name, contents] of Object.entries(units)) writeFileSync(join(folder, name), contents);
  try {
    const args = ["verify", "--man=no", "--recursive-errors=no", ...files];
    const { stderr } = await run("systemd-analyze", args).catch((error) => error);
    const lines: readonly string[] = stderr.split("\n");
    return lines.filter((line) => !/: Command \S+ is not executable: /.test(line)).join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unitsOf(userData: string): Readonly<Record<string, string>> {
  const { units } = readIgnition(userData).systemd;
  return Object.fromEntries(units.flatMap(({ name, contents }) => (contents ? [[name, contents]] : [])));
}

test("systemd accepts the units of every host", { skip }, async (t) => {
  for (const [key, text] of Object.entries(userDataOf(MesosCluster, contextOf("test")))) {
    await t.test(key, async () => assert.equal(await verdictOn(unitsOf(text)), ""));
  }
});

test("systemd names what is wrong in a unit", { skip }, async () => {
  const [unit = ""] = Object.values(
    unitsOf(userDataOf(MesosCluster, contextOf("test"))["launch-template/mesos-on-demand-test"] ?? ""),
  );
  const verdict = await verdictOn({ "mesos-agent.service": unit.replace("Restart=always", "Restart=sometimes") });
  assert.match(verdict, /Failed to parse .*sometimes/);
});
