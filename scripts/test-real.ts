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
import { installIgnitionValidate, installMoto } from "./real/install.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, "node_modules", ".cache", "real");

/** Installs something, or says why it cannot be had. */
async function installed(name: string, install: (cache: string) => Promise<string>): Promise<string | undefined> {
  console.error(`installing ${name}`);
  try {
    return await install(cache);
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

async function runTests(settings: Record<string, string | undefined>): Promise<number> {
  const args = ["--test", "--test-concurrency=1", "test/real/**/*.test.ts"];
  const tests = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...settings } });
  const [status] = await once(tests, "exit");
  return typeof status === "number" ? status : 1;
}

const moto = await installed("moto's server", installMoto);
if (!moto && process.env.CI === "true") {
  console.error("CI=true: a real server that is missing is a failure");
  process.exit(1);
}
const ignitionValidate = await installed("ignition-validate", installIgnitionValidate);
const server = moto ? await seeded(moto) : undefined;
try {
  process.exitCode = await runTests({
    MOTO_SERVER: moto,
    MOTO_ENDPOINT: server?.endpoint,
    IGNITION_VALIDATE: ignitionValidate,
  });
} finally {
  await server?.stop();
}
