import type { PlanRequest } from "../engine/engine.ts";
import { isOnlyLooking, type ProcedureRequest } from "../engine/procedure/request.ts";
import { type Environment, isOpenStack } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import type { Invocation } from "../model/plan.ts";
import type { Runbook, RunbookContext } from "../runbook.ts";
import { unknown } from "./compose.ts";

/** Composes a runbook with its arguments, hosts by their short names. Pure: the same invocation gives the same request. */
export function composeRunbook(
  invocation: Invocation,
  runbooks: ReadonlyMap<string, Runbook>,
  environment: Environment,
): PlanRequest {
  const { recipe: name, args } = invocation;
  const runbook = runbooks.get(name) ?? unknown("runbook", name, [...runbooks.keys()]);
  if (!isOpenStack(environment)) throw notHere(name, environment.name);
  const context = { environment, args };
  return {
    title: [name, ...args].join(" "),
    invocation,
    stack: runbook.scope(context),
    resources: [],
    procedure: procedureOf(name, runbook, context),
    converges: false,
    verify: () => [],
  };
}

/** Its steps as they are for these arguments. */
export function procedureOf(name: string, runbook: Runbook, context: RunbookContext): ProcedureRequest {
  const steps = runbook.steps(context).map((step) => ({ ...step, isRequired: step.isRequired ?? true }));
  const { title, why, guards } = runbook;
  return { runbook: name, title, why, steps, ...(guards && { guards }) };
}

/** Whether it runs without the bang, whatever its arguments. */
export function isOfChecks(name: string, runbook: Runbook, context: RunbookContext): boolean {
  return isOnlyLooking(procedureOf(name, runbook, context));
}

function notHere(runbook: string, environment: string): OpsError {
  return new OpsError({
    code: "no-such-runbook",
    reason: "usage",
    what: `${runbook} is not for ${environment}`,
    why: "it is for environments on OpenStack",
    next: "help()",
  });
}
