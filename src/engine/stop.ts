import { OpsError } from "../model/error.ts";
import type { Interrupts } from "./engine.ts";

/** Ctrl-C or a closed terminal between effects: the run parks. */
export function stopIfParked(interrupts: Interrupts): void {
  if (interrupts.park.aborted) throw interrupted();
}

export function interrupted(): OpsError {
  return new OpsError({
    code: "interrupted",
    reason: "interrupted",
    what: "Parked by the operator",
    why: "Ctrl-C or a closed terminal; nothing further is begun",
    next: "runs() lists it",
  });
}

/** The promise's outcome, unless the operator leaves before it: then a doubt. */
export function orLeft<T>(promise: Promise<T>, leave: AbortSignal): Promise<T> {
  const { promise: left, reject } = Promise.withResolvers<never>();
  const onLeave = (): void => reject(new Error("the operator did not wait for its outcome"));
  if (leave.aborted) onLeave();
  leave.addEventListener("abort", onLeave, { once: true });
  promise.catch(() => {});
  return Promise.race([promise, left]).finally(() => leave.removeEventListener("abort", onLeave));
}
