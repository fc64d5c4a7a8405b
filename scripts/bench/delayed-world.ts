/**
 * The rehearsed build infrastructure in a process of its own, at a distance: each round trip to one of its ports takes
 * 20 ms. The process that forked this one asks for ports by IPC; `/_world` is near.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import alibuild from "../../environments/alibuild.ts";
import type { Address, World } from "../../src/model/world.ts";
import { serveWorld } from "../../src/rehearsal/server.ts";
import { joinRehearsal } from "../../src/world/rehearsal.ts";
import { openDistant } from "./delay.ts";

/** Of every round trip. */
export const roundTripMs = 20;

const program = fileURLToPath(import.meta.url);

/** A world at a distance, as a console works in it. */
export interface DelayedWorld {
  readonly world: World;
  close(): void;
}

export async function openDelayedWorld(): Promise<DelayedWorld> {
  const child = fork(program, ["serve"], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [port] = await once(child, "message");
  const world = await joinRehearsal(Number(port));
  const doors = new Map<number, Promise<number>>();
  const answers = new Map<number, (port: number) => void>();
  child.on("message", ([near, far]: readonly [number, number]) => answers.get(near)?.(far));
  const far = (near: number) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    answers.set(near, resolve);
    child.send(near);
    return promise;
  };
  const connect = async (host: string, port: number): Promise<Address> => {
    const near = await world.connect(host, port);
    const door = doors.get(near.port) ?? far(near.port);
    doors.set(near.port, door);
    return { host: near.host, port: await door };
  };
  return { world: { ...world, connect }, close: () => child.kill() };
}

async function serve(send: (message: unknown) => void): Promise<void> {
  const { port } = await serveWorld({ environment: alibuild });
  process.on("message", async (near: number) => {
    const { port: far } = await openDistant({ host: "127.0.0.1", port: near }, roundTripMs / 2);
    send([near, far]);
  });
  process.once("disconnect", () => process.exit(0));
  send(port);
}

if (process.argv[1] === program && process.send) await serve(process.send.bind(process));
