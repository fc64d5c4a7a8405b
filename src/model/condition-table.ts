import { isSystemError, OpsError } from "./error.ts";
import type { ConditionState } from "./resource.ts";

/** What a system looks at for a condition, by the condition's name. @throws OpsError `unknown-condition` */
export function lookFor<Look>(table: Readonly<Record<string, Look>>, name: string, system: string): Look {
  const look = Object.hasOwn(table, name) ? table[name] : undefined;
  if (look !== undefined) return look;
  throw new OpsError({
    code: "unknown-condition",
    reason: "internal",
    what: `${system} has no condition ${name}`,
    why: `there are ${Object.keys(table).join(", ")}`,
    next: "mend the runbook, the recipe or the guard that asks for it",
  });
}

/** An outside system that fails, or cannot be asked, says neither yes nor no. */
export async function orUnknown<T>(
  look: () => Promise<T>,
): Promise<T | (ConditionState & { readonly holds: "unknown" })> {
  try {
    return await look();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { holds: "unknown", detail: `${error.what}: ${error.why}`, next: error.next };
  }
}
