import { type Environment, isOpenStack } from "../model/environment.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Runbook, RunbookContext } from "../runbook.ts";
import { procedureMarkdown, stepsMarkdown } from "../views/procedure-markdown.ts";
import { unknown } from "./compose.ts";
import { procedureOf } from "./compose-runbook.ts";
import { exampleContext } from "./runbook-examples.ts";

type Context = RunbookContext<Environment>;

/** One runbook as a page, from its definition: read with example arguments. @throws OpsError `unknown-runbook` */
export function runbookMarkdown(
  name: string,
  runbooks: ReadonlyMap<string, Runbook>,
  environment: Environment,
): string {
  const runbook = runbooks.get(name) ?? unknown("runbook", name, [...runbooks.keys()]);
  const context = exampleContext(runbook, environment);
  const page = procedureMarkdown(read(name, runbook, context), runbook.parameters, context.args.join(" "));
  const others = otherReadings(runbook, environment).filter((other) => readsOtherwise(runbook, context, other));
  return [page, ...others.map((other) => stepsMarkdown(read(name, runbook, other), other.args.join(" ")))].join("\n");
}

function read(name: string, runbook: Runbook, context: Context): Procedure {
  const request = procedureOf(name, runbook, context);
  return { ...request, steps: request.steps.map(({ resources: _, ...step }) => step) };
}

/** What takes any server may treat a master otherwise. */
function otherReadings({ parameters }: Runbook, environment: Environment): readonly Context[] {
  if (!isOpenStack(environment) || parameters[0]?.type !== "server") return [];
  const rest = parameters.slice(1).map(({ name }) => `<${name}>`);
  return [{ environment, args: [environment.masters.exampleName, ...rest] }];
}

function readsOtherwise(runbook: Runbook, one: Context, other: Context): boolean {
  const idsOf = (context: Context) => runbook.steps(context).map(({ id }) => id);
  return idsOf(one).join(" ") !== idsOf(other).join(" ");
}
