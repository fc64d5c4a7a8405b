import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answers, freePort } from "./port.ts";

export interface RegistryServerOptions {
  readonly program: string;
  /** Configuration, log and images are written here; several servers may share it. */
  readonly folder: string;
  /** The `auth` section of its configuration, as JSON, which YAML contains. Default: nobody has to log in. */
  readonly auth?: object;
}

export interface RegistryServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a registry of images on loopback, and gives when it answers. */
export async function startRegistry({ program, folder, auth }: RegistryServerOptions): Promise<RegistryServer> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const config = join(folder, `config-${port}.yml`);
  const storage = { filesystem: { rootdirectory: join(folder, "images") } };
  const http = { addr: `127.0.0.1:${port}`, secret: "of this test" };
  await writeFile(
    config,
    JSON.stringify({ version: 0.1, log: { level: "error" }, storage, http, ...(auth && { auth }) }),
  );
  const server = spawn(program, ["serve", config], { stdio: "ignore" });
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill();
    await once(server, "exit");
  };
  await answers(`http://127.0.0.1:${port}/v2/`, 10).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { port, stop };
}
