import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";

/** A moto server that runs. */
export interface MotoServer {
  /** `http://127.0.0.1:41234` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the `moto_server` program on a free port of the loopback. Rejects with what it printed when it ends at once. */
export async function startMoto(program: string): Promise<MotoServer> {
  const child = spawn(program, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  const output = new PassThrough();
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  child.once("exit", () => output.end());
  child.once("error", (error) => output.destroy(error));
  const endpoint = await endpointIn(output);
  // Its log of requests is not read; it must not wait for a reader either.
  output.resume();
  return {
    endpoint,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function endpointIn(output: PassThrough): Promise<string> {
  const printed: string[] = [];
  const lines = createInterface({ input: output });
  for await (const line of lines) {
    printed.push(line);
    const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (endpoint) return endpoint;
  }
  throw new Error(`moto_server ended: ${printed.join("\n")}`);
}
