/**
 * The rehearsed build infrastructure in a process of its own, at a distance: each round trip to one of its ports takes
 * 20 ms. The process that forked this one asks for ports by IPC; `/_world` is near.
 */
import { type ChildProcess, fork } from "node:child_process";
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
  const world = await joinRehearsal(await portOf(child));
  const doors = new Map<string, Promise<Address>>();
  const open = async (host: string, port: number) => await far(child, await world.connect(host, port));
  const connect = (host: string, port: number): Promise<Address> => {
    const door = doors.get(`${host}:${port}`) ?? open(host, port);
    doors.set(`${host}:${port}`, door);
    return door;
  };
  return { world: { ...world, connect }, close: () => child.kill() };
}

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, "exit").then(([status]) => {
    throw new Error(`the world at a distance ended with status ${status}`);
  });
  const [port] = await Promise.race([once(child, "message"), ended]);
  ended.catch(() => {});
  return Number(port);
}

/** The distant port before a near one. */
async function far(child: ChildProcess, { host, port: near }: Address): Promise<Address> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const hear = ([of, port]: readonly [number, number]) => of === near && resolve(port);
  child.on("message", hear).send(near);
  const port = await promise;
  child.off("message", hear);
  return { host, port };
}

async function serve(send: (message: unknown) => void): Promise<void> {
  const { port } = await serveWorld({ environment: alibuild });
  process.on("message", async (near: number) => {
    const { port: far } = await openDistant({ host: "127.0.0.1", port: near }, roundTripMs);
    send([near, far]);
  });
  process.once("disconnect", () => process.exit(0));
  send(port);
}

if (process.argv[1] === program && process.send) await serve(process.send.bind(process));
