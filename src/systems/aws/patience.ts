import type { Clock } from "../../model/world.ts";
import { isPassing } from "./errors.ts";

/** EC2 shows what was just made to every call after seconds, seldom minutes. Source: EC2 guide, "Eventual consistency". */
const visibleWithinMs = 120_000;
const firstPauseMs = 2_000;

/** Sends until the call sees what happened just before. Each try that did not see it provably did nothing. */
export async function patiently<T>(clock: Clock, send: () => Promise<T>, isToBeWaitedFor = isPassing): Promise<T> {
  const deadline = clock.now() + visibleWithinMs;
  for (let pause = firstPauseMs; ; pause *= 1.5) {
    try {
      return await send();
    } catch (error) {
      if (!isToBeWaitedFor(error) || clock.now() >= deadline) throw error;
    }
    await clock.sleep(pause);
  }
}

/** Looks several times for what a list may not show yet. */
export async function found<T>(clock: Clock, look: () => Promise<readonly T[]>, tries = 5): Promise<readonly T[]> {
  const seen = await look();
  if (seen.length > 0 || tries <= 1) return seen;
  await clock.sleep(firstPauseMs);
  return found(clock, look, tries - 1);
}
