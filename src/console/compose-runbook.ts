import type { PlanRequest } from "../engine/engine.ts";
import { isOnlyLooking, type ProcedureRequest } from "../engine/procedure/request.ts";
import type { Environment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import type { Invocation } from "../model/plan.ts";
import type { RecordedRun } from "../model/recorded-run.ts";
import type { Runbook, RunbookContext } from "../runbook.ts";
import { unknown } from "./compose.ts";

/**
 * Composes a runbook with its arguments, hosts by their short names. Pure: the same invocation gives the same request.
 * @param recorded what a run that is over did, for a runbook that builds on it
 */
export function composeRunbook(
  invocation: Invocation,
  runbooks: ReadonlyMap<string, Runbook>,
  environment: Environment,
  recorded?: (run: string) => RecordedRun,
): PlanRequest {
  const { recipe: name, args } = invocation;
  const runbook = runbooks.get(name) ?? unknown("runbook", name, [...runbooks.keys()]);
  if (!runbook.isFor(environment)) throw notHere(name, environment.name);
  const run = args[runbook.parameters.findIndex(({ type }) => type === "run")];
  const context = { environment, args, ...(recorded && run !== undefined && { recorded: recorded(run) }) };
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
export function procedureOf(name: string, runbook: Runbook, context: RunbookContext<Environment>): ProcedureRequest {
  const steps = runbook.steps(context).map((step) => ({ ...step, isRequired: step.isRequired ?? true }));
  const { title, why, guards, wayBack } = runbook;
  return { runbook: name, title, why, steps, ...(guards && { guards }), ...(wayBack && { wayBack }) };
}

/** Whether it runs without the bang, whatever its arguments. */
export function isOfChecks(name: string, runbook: Runbook, context: RunbookContext<Environment>): boolean {
  return isOnlyLooking(procedureOf(name, runbook, context));
}

function notHere(runbook: string, environment: string): OpsError {
  return new OpsError({
    code: "no-such-runbook",
    reason: "usage",
    what: `${runbook} is not for ${environment}`,
    why: "the environment has not what it works on",
    next: "help()",
  });
}
