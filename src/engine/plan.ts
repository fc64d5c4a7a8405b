import { digest } from "../model/digest.ts";
import { OpsError } from "../model/error.ts";
import type { Json } from "../model/json.ts";
import type { Change, Difference, Plan } from "../model/plan.ts";
import { keyOf, type Observed, type Resource } from "../model/resource.ts";
import type { Identity } from "../model/system.ts";
import { takeDocuments } from "./documents.ts";
import { type Engine, type PlanRequest, systemOf } from "./engine.ts";
import { basisOf, fingerprintOf } from "./fingerprint.ts";
import { judge } from "./judge.ts";
import { type Drafted, orderChanges } from "./order.ts";
import { draftSteps, resourcesOf } from "./procedure/draft.ts";
import { lookAhead } from "./procedure/look.ts";
import { definitionOfSteps, type ProcedureRequest } from "./procedure/request.ts";

export type Planner = Pick<Engine, "environment" | "world" | "systems" | "guards">;

/** A plan with what was observed for it. */
export interface Planned {
  readonly plan: Plan;
  readonly observed: readonly Observed[];
}

/** Observes, compares, orders and judges. Changes nothing. */
export async function makePlan(request: PlanRequest, planner: Planner): Promise<Planned> {
  const unjudged = await draftPlan(request, planner);
  const verdicts = await judge(unjudged.plan, planner);
  if (request.procedure) {
    const plan = { ...unjudged.plan, verdicts };
    return { ...unjudged, plan: { ...plan, look: await lookAhead(plan, planner) } };
  }
  const notes = [...unjudged.plan.notes, ...(await missingPremises(request, unjudged.plan, planner))];
  return { ...unjudged, plan: { ...unjudged.plan, verdicts, notes } };
}

/** A line for each premise that is not seen to hold. With nothing to change, none is looked at. */
async function missingPremises({ premises = [] }: PlanRequest, { changes }: Plan, planner: Planner) {
  if (changes.length === 0) return [];
  const looks = premises.map(async ({ condition, otherwise }) => {
    const { holds, detail } = await systemOf(planner, condition.system).holds(condition);
    return holds === "no" || holds === "unknown" ? [`${otherwise}: ${detail}`] : [];
  });
  return (await Promise.all(looks)).flat();
}

/** The same without verdicts: what the world looks like beside what is desired. */
export async function draftPlan(request: PlanRequest, planner: Planner): Promise<Planned> {
  if (request.procedure) return draftProcedure(request, request.procedure, planner);
  const { resources, documents } = takeDocuments(request.resources);
  const identities = await identify(resources, planner);
  const observed = await observe(resources, planner);
  const differences = resources.map((resource) => systemOf(planner, resource.system).diff(resource, observed));
  const drafted = await Promise.all(resources.map((resource, i) => draftedOf(resource, differences[i], planner)));
  const changes = orderChanges(drafted);
  const plan = {
    ...headerOf(request, planner, identities),
    ...printOf(changes),
    changes,
    unchanged: drafted
      .filter(({ drafts }) => drafts.length === 0)
      .filter(isThere(observed))
      .map(({ resource }) => keyOf(resource)),
    verdicts: [],
    notes: [...new Set([...(request.notes ?? []), ...differences.flatMap(({ notes }) => notes)])],
    documents,
    definition: definitionOf(resources),
    verify: request.verify(observed),
  };
  return { plan, observed };
}

/** The changes are in the order of the steps; nothing is compared that no act is about. */
async function draftProcedure(request: PlanRequest, procedure: ProcedureRequest, planner: Planner): Promise<Planned> {
  const resources = resourcesOf(request);
  const identities = await identify(resources, planner);
  const observed = await observe(resources, planner);
  const { steps, changes, notes } = draftSteps(procedure, observed, planner);
  const { runbook, title, why, guards, wayBack } = procedure;
  mustHave(guards ?? [], planner);
  const plan = {
    ...headerOf(request, planner, identities),
    ...printOf(changes),
    changes,
    unchanged: [],
    verdicts: [],
    notes: [...(request.notes ?? []), ...notes],
    documents: {},
    definition: definitionOfSteps(procedure),
    verify: [],
    procedure: { runbook, title, why, steps, ...(guards && { guards }), ...(wayBack && { wayBack }) },
  };
  return { plan, observed };
}

/** A guard that a runbook relies on and that is not there would allow everything. */
function mustHave(names: readonly string[], { guards }: Planner): void {
  const missing = names.filter((name) => !guards.some((guard) => guard.name === name));
  if (missing.length === 0) return;
  throw new OpsError({
    code: "missing-guard",
    reason: "refused",
    what: `The runbook relies on the guard ${missing.join(", ")}`,
    why: `there is none; there are ${guards.map(({ name }) => name).join(", ")}`,
    next: "put the file back into src/guards/, or correct the runbook",
  });
}

function headerOf(request: PlanRequest, planner: Planner, world: string) {
  return {
    id: `p-${planner.world.random(2)}`,
    title: request.title,
    world,
    worldId: planner.world.id,
    environment: planner.environment.name,
    stack: request.stack,
    invocation: request.invocation,
    observedAt: new Date(planner.world.clock.now()).toISOString(),
  };
}

function printOf(changes: readonly Change[]) {
  const basis = basisOf(changes);
  return { basis, fingerprint: fingerprintOf(basis) };
}

/** Where it acts, each system in turn; a wrong identity stops here, before anything is read. */
async function identify(resources: readonly Resource[], planner: Planner): Promise<string> {
  const names = [...new Set(resources.map(({ system }) => system))];
  const identities = await Promise.all(names.map((name) => systemOf(planner, name).identify()));
  return worldText(identities, planner);
}

/** Where one acts, for people: what the environment pins, else wherever the systems are. */
export function worldText(identities: readonly Identity[], { world }: Pick<Planner, "world">): string {
  const pinned = identities.filter(({ isPinned }) => isPinned);
  const places = (pinned.length > 0 ? pinned : identities).map(({ where }) => where).join("; ");
  return world.kind === "rehearsal" ? `REHEARSAL ${places}` : places;
}

/** All that is there of these resources, each system in turn asked once. */
export async function observe(
  resources: readonly Resource[],
  planner: Pick<Planner, "systems">,
): Promise<readonly Observed[]> {
  const bySystem = Map.groupBy(resources, ({ system }) => system);
  const looks = [...bySystem].map(([name, own]) => systemOf(planner, name).observe(own));
  return (await Promise.all(looks)).flat();
}

async function draftedOf(resource: Resource, difference: Difference | undefined, planner: Planner): Promise<Drafted> {
  const drafts = difference?.drafts ?? [];
  return { resource, drafts, isLast: drafts.length > 0 && (await comesLast(resource, planner)) };
}

async function comesLast(resource: Resource, planner: Planner): Promise<boolean> {
  const last = resource.rollout?.last;
  return last !== undefined && (await systemOf(planner, last.system).holds(last)).holds === "yes";
}

function isThere(observed: readonly Observed[]): (drafted: Drafted) => boolean {
  const there = new Set(observed.map((each) => keyOf(each)));
  return ({ resource }) => there.has(keyOf(resource));
}

/** Digest of the desired resources, in their order. */
export function definitionOf(resources: readonly Resource[]): string {
  return digest(resources.map(({ system, kind, name, desired }): Json => [system, kind, name, desired]));
}
