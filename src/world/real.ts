import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { World } from "../model/world.ts";

/** The world as it is: the wall clock, real randomness, and every address where it says. */
export function openReal(): World {
  return {
    kind: "real",
    id: "real",
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
    },
    random: (bytes) => randomBytes(bytes).toString("hex"),
    connect: async (host, port) => ({ host, port }),
  };
}
