import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { World } from "../model/world.ts";

/** Where one operates: a run goes on only there. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** `AWS_ENDPOINT_URL`, when it is not AWS's own. */
  readonly endpoint?: string | undefined;
}

/** The world as it is: the wall clock, real randomness, and every address where it says. */
export function openReal({ account, region, endpoint }: Place): World {
  return {
    kind: "real",
    id: `real ${account} ${region}${endpoint ? ` ${endpoint}` : ""}`,
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
    },
    random: (bytes) => randomBytes(bytes).toString("hex"),
    connect: async (host, port) => ({ host, port }),
  };
}
