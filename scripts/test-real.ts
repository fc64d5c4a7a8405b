/**
 * Runs the tests that talk to real servers, after it installed and started them.
 * What cannot be had is named and its tests are skipped; with CI=true a server that cannot be had is a failure.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import cantareira from "../environments/cantareira.ts";
import { seedMoto } from "./moto/seed.ts";
import { type MotoServer, startMoto } from "./moto/server.ts";
import { installAirflow, installIgnitionValidate, installMoto } from "./real/install.ts";
import { startOpenStack } from "./real/openstack.ts";
import { installSshd } from "./real/sshd.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, "node_modules", ".cache", "real");

/** What installs or starts gives, or `undefined` after it said why it cannot be had. */
async function had<T>(name: string, get: () => Promise<T>): Promise<T | undefined> {
  console.error(`preparing ${name}`);
  try {
    return await get();
  } catch (error) {
    console.error(`no ${name}, its tests are skipped: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function seeded(program: string): Promise<MotoServer> {
  const server = await startMoto(program);
  await seedMoto(cantareira, server.endpoint);
  return server;
}

/** Side by side, as most of it is waiting for packages; but of those that apt installs, one after the other. */
async function prepared() {
  const sshd = await had("OpenSSH's server", installSshd);
  const [moto, openStack, ignitionValidate, airflow] = await Promise.all([
    had("moto's server", () => installMoto(cache)),
    had("a real OpenStack", () => startOpenStack(root)),
    had("ignition-validate", () => installIgnitionValidate(cache)),
    had("Airflow", () => installAirflow(cache)),
  ]);
  return { sshd, moto, openStack, ignitionValidate, airflow, server: moto ? await seeded(moto) : undefined };
}

async function runTests(settings: Record<string, string | undefined>): Promise<number> {
  const args = ["--test", "--test-concurrency=1", "test/real/**/*.test.ts"];
  const tests = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...settings } });
  const [status] = await once(tests, "exit");
  return typeof status === "number" ? status : 1;
}

const { sshd, moto, openStack, ignitionValidate, airflow, server } = await prepared();
try {
  if (process.env.CI === "true" && !(sshd && moto && openStack)) {
    console.error("CI=true: a real server that is missing is a failure");
    process.exitCode = 1;
  } else {
    process.exitCode = await runTests({
      MOTO_SERVER: moto,
      MOTO_ENDPOINT: server?.endpoint,
      OPENSTACK_CLOUDS: openStack?.clouds,
      IGNITION_VALIDATE: ignitionValidate,
      AIRFLOW_PROGRAM: airflow,
    });
  }
} finally {
  await server?.stop();
  await openStack?.stop();
}
