import { createHash } from "node:crypto";
import type { Change } from "../model/plan.ts";
import type { Permit } from "../model/system.ts";
import type { RunLog } from "./run-log.ts";

/** What one attempt at an effect is sent with, before it is issued. */
export function permitFor(effect: string, attempt: number, of: { change: Change; log: RunLog }): Permit {
  const step = `${of.change.id}/${effect}/${attempt}`;
  return { run: of.log.run, change: of.change.id, step, token: tokenOf(of.log, step) };
}

/** From the run (its first row's hash is unique), the change, the effect and the attempt: never from names alone. */
function tokenOf(log: RunLog, step: string): string {
  const began = log.events[0]?.hash ?? "";
  return `mc-${createHash("sha256").update(`${log.run}\n${began}\n${step}`).digest("hex").slice(0, 40)}`;
}

export function attemptOf({ step }: Permit): number {
  return Number(step.slice(step.lastIndexOf("/") + 1));
}
