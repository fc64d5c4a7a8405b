import type { Troubles } from "../troubles.ts";

/** The repository whose hook refuses, and what it says. */
const repository = "aurora-jobs";
const words = "the pre-receive hook of aurora-jobs cannot reach the policy server; try again later";

/** Why git's hook is to refuse a push: while the fault is on, the first one to that repository. */
export function pushRefusal(troubles: Troubles): (name: string, branches: readonly string[]) => string | undefined {
  return (name, branches) => {
    if (name !== repository || branches.length === 0 || !troubles.has("push-rejected")) return undefined;
    troubles.end("push-rejected");
    return words;
  };
}
