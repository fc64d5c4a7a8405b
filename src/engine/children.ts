import type { Store } from "../model/journal.ts";
import type { Run } from "../model/run.ts";
import { findRun } from "./runs.ts";

/** The runs that were begun for a run, oldest first; with a step, only those of that step. */
export function childrenOf(run: string, { store }: { readonly store: Store }, step?: string): readonly Run[] {
  const ids = store.runs();
  const later = ids.slice(ids.indexOf(run) + 1);
  const isOwn = (id: string): boolean => {
    const parent = store.events(id)[0]?.body.parent;
    const isOfRun = typeof parent === "object" && parent !== null && "run" in parent && parent.run === run;
    return isOfRun && (step === undefined || ("step" in parent && parent.step === step));
  };
  return later.filter(isOwn).map((id) => findRun(id, { store }));
}
