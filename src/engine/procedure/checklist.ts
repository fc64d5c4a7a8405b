import { isSystemError } from "../../model/error.ts";
import type { Checklist, ChecklistCell, ChecklistRow, Seen } from "../../model/procedure.ts";
import type { Identity } from "../../model/system.ts";
import { type PlanRequest, systemOf } from "../engine.ts";
import { type Planner, worldText } from "../plan.ts";
import { see } from "./see.ts";

/** Looks at everything that a runbook of checks is about, side by side: as slow as its slowest look. */
export async function checklistOf(request: PlanRequest, planner: Planner): Promise<Checklist> {
  const steps = request.procedure?.steps ?? [];
  const conditions = steps.flatMap((step) => step.conditions ?? []);
  const names = [...new Set(conditions.map(({ system }) => system))];
  const observedAt = new Date(planner.world.clock.now()).toISOString();
  const identities = Promise.all(names.map((name) => identityOf(name, planner)));
  const seen = await identitiesFirst(identities, () => see(conditions, () => undefined, planner));
  const known = (await identities).filter((identity) => identity !== undefined);
  return {
    title: request.title,
    world: worldText(known, planner),
    observedAt,
    subjects: [...new Set(seen.map(({ condition }) => condition.subject ?? ""))],
    rows: rowsOf(seen),
  };
}

/** Begins both at once; a wrong identity is told before anything else, and nothing of what was read is kept. */
async function identitiesFirst<T>(identities: Promise<unknown>, look: () => Promise<T>): Promise<T> {
  const looking = look();
  looking.catch(() => {});
  await identities;
  return looking;
}

/** A system that cannot be reached has its checks say so. */
async function identityOf(name: string, planner: Planner): Promise<Identity | undefined> {
  try {
    return await systemOf(planner, name).identify();
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

function rowsOf(seen: readonly Seen[]): readonly ChecklistRow[] {
  return [...Map.groupBy(seen, ({ condition }) => condition.what)].map(([what, of]) => ({
    what,
    cells: of.map(cellOf),
  }));
}

function cellOf({ condition, state }: Seen): ChecklistCell {
  const results = { yes: "pass", no: "fail", unknown: "unknown", "not-configured": "unknown" } as const;
  const result = results[state.holds];
  return {
    subject: condition.subject ?? "",
    result,
    evidence: state.detail,
    next: result === "pass" ? "" : (state.next ?? ""),
  };
}
