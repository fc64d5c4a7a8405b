/**
 * The rehearsal world as a process of its own, so that it survives the console that asked for it.
 * `node src/rehearsal/main.ts ENVIRONMENT --home DIR [--seed N] [--fault NAME]...`
 * ENVIRONMENT: the name of a file of `environments/`, or the path of one.
 */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Environment } from "../model/environment.ts";
import { UnknownFault } from "./faults.ts";
import { serveWorld } from "./server.ts";
import { foldersOf, forgetFolders, forgetWorld, writeWorld } from "./state-file.ts";

const idleMilliseconds = 60 * 60 * 1000;

function isEnvironment(value: unknown): value is Environment {
  return typeof value === "object" && value !== null && "protects" in value && ("aws" in value || "openstack" in value);
}

async function loadEnvironment(named: string): Promise<Environment> {
  const isPath = named.endsWith(".ts");
  const url = isPath ? pathToFileURL(named) : new URL(`../../environments/${named}.ts`, import.meta.url);
  const module: { default?: unknown } = await import(url.href);
  if (isEnvironment(module.default)) return module.default;
  throw new Error(`${url.pathname} must export an Environment as its default`);
}

const options = {
  home: { type: "string" },
  seed: { type: "string", default: "1" },
  fault: { type: "string", multiple: true },
} as const;

function readArguments() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [environment] = positionals;
  if (!environment || !values.home)
    throw new Error("usage: main.ts ENVIRONMENT --home DIR [--seed N] [--fault NAME]...");
  return { environment, home: values.home, seed: Number(values.seed), faults: values.fault ?? [] };
}

async function main(): Promise<number> {
  const { environment: named, home, seed, faults } = readArguments();
  const environment = await loadEnvironment(named);
  const name = basename(named, ".ts");
  const idle = setTimeout(() => stop(), idleMilliseconds).unref();
  const folder = foldersOf(home, name);
  forgetFolders(folder);
  const environmentFile = named.endsWith(".ts") ? { environmentFile: named } : {};
  const served = await serveWorld({
    ...{ environment, seed, faults, folder, ...environmentFile },
    onStop: () => stop(),
    onRequest: () => idle.refresh(),
  });
  process.once("exit", () => served.clear());
  const state = { id: served.world.id, pid: process.pid, port: served.port, seed, faults };
  const stop = () => {
    forgetWorld(home, name, served.world.id);
    // The answer to the one who asked for the end goes out first.
    setTimeout(() => process.exit(0), 50);
  };
  // Whoever asked for it was killed meanwhile: nobody would look for this world, and another may be coming up.
  if (process.send && !process.connected) process.exit(0);
  writeWorld(home, name, { ...state, startedAt: new Date().toISOString() });
  process.on("SIGTERM", stop);
  return served.port;
}

/** The one who started it hears how that went, once; nobody listens any more afterwards. */
function report(message: Record<string, unknown>): void {
  if (process.send) process.send(message, () => process.connected && process.disconnect());
  else console.log(JSON.stringify(message));
}

// It outlives the console and its terminal.
process.on("SIGHUP", () => undefined);
process.on("SIGINT", () => undefined);

try {
  report({ port: await main() });
} catch (error) {
  if (error instanceof UnknownFault) report({ unknownFault: error.fault, known: error.known });
  else report({ error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
