import type { Condition, Fields, Resource } from "../../src/runbook.ts";
import type { Host } from "./site.ts";

/** What a single look may take; waits say their own time. */
const looksWithinSeconds = 30;

/**
 * A condition of one host. `what` is said of it, `answers to ping`: a row of a checklist whose column is the host, and with
 * its name in front a sentence.
 */
export function asked(system: string, host: Host, name: string, what: string, more: Fields = {}): Condition {
  const parameters = { host: host.name, ...more };
  return { system, name, stack: host.scope, parameters, what, withinSeconds: looksWithinSeconds, subject: host.name };
}

/** What is asked of no host in particular. */
export function ofNoHost({ subject: _, ...condition }: Condition): Condition {
  return condition;
}

/** The same conditions, to be waited for that long. */
export function within(seconds: number, conditions: readonly Condition[]): readonly Condition[] {
  return conditions.map((condition) => ({ ...condition, withinSeconds: seconds }));
}

/** Stands for what the check of that id will have seen. */
export function evidenceOf(step: string): Fields {
  return { evidenceOf: step };
}

/** What is to be done to something of a host; `null`: it is not to exist. */
export function done(system: string, kind: string, host: Host, desired: Fields | null): Resource {
  return { system, kind, name: host.name, stack: host.scope, role: host.role, desired, needs: [] };
}
