import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { World } from "../model/world.ts";

/**
 * The world as it is: the wall clock, real randomness, and every address where it says.
 * @param place the account and region, or the project: a run goes on only there
 */
export function openReal(place: string): World {
  return {
    kind: "real",
    id: `real ${place}`,
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
    },
    random: (bytes) => randomBytes(bytes).toString("hex"),
    connect: async (host, port) => ({ host, port }),
    echo,
    execute: async (command, onLine) => (await import("./execute.ts")).execute(command, onLine),
  };
}

/** The system's `ping`: ICMP needs rights that a console does not have. */
async function echo(host: string, withinSeconds: number): Promise<boolean> {
  const { $ } = await import("zx");
  const { exitCode } = await $({ nothrow: true, quiet: true })`ping -n -c 1 -W ${Math.ceil(withinSeconds)} -- ${host}`;
  return exitCode === 0;
}
