import type { Environment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import type { Guard } from "../model/guard.ts";
import type { Store } from "../model/journal.ts";
import type { Invocation } from "../model/plan.ts";
import type { Condition, Observed, Resource } from "../model/resource.ts";
import type { Person } from "../model/run.ts";
import type { System } from "../model/system.ts";
import type { World } from "../model/world.ts";
import type { ProcedureRequest } from "./procedure/request.ts";

/** What a recipe's verb asks for: composed, not yet observed. */
export interface PlanRequest {
  readonly title: string;
  readonly invocation: Invocation;
  readonly stack: string;
  readonly resources: readonly Resource[];
  /** What one should know of the plan before anything is observed. */
  readonly notes?: readonly string[];
  /** Of a runbook: its steps; then `resources` is empty. */
  readonly procedure?: ProcedureRequest;
  /**
   * Whether a plan made again after the run must be empty (create, destroy). A one-off (replace these hosts) is over
   * when its changes are.
   */
  readonly converges: boolean;
  /** What ought to hold before anything is made, and what it means for people where it does not. */
  readonly premises?: readonly { readonly condition: Condition; readonly otherwise: string }[];
  /** What must hold once the resources are as desired. */
  verify(observed: readonly Observed[]): readonly Condition[];
}

/** What the engine works with. It knows no system and no screen: both are handed to it. */
export interface Engine {
  readonly environment: Environment;
  readonly world: World;
  readonly systems: ReadonlyMap<string, System>;
  readonly guards: readonly Guard[];
  readonly store: Store;
  readonly person: Person;
  /** Composes an invocation again: for the plan after the answer, the plan after the run, and a resume. */
  compose(invocation: Invocation): PlanRequest;
  /** Aborted once: park before the next effect. Aborted twice: do not wait for the effect under way either. */
  readonly interrupts: Interrupts;
}

/** Ctrl-C, a closed terminal: `park` comes first, `leave` when the operator will not wait for the effect under way. */
export interface Interrupts {
  readonly park: AbortSignal;
  readonly leave: AbortSignal;
}

/** The system of that name; a defect of a recipe when there is none. */
export function systemOf(engine: Pick<Engine, "systems">, name: string): System {
  const system = engine.systems.get(name);
  if (system) return system;
  throw new OpsError({
    code: "no-such-system",
    reason: "internal",
    what: `No system is called ${name}`,
    why: `a resource or a condition names it; there are ${[...engine.systems.keys()].join(", ")}`,
    next: "correct the recipe",
  });
}
