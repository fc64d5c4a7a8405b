import { type Environment, isOpenStack } from "../model/environment.ts";
import type { Runbook } from "../runbook.ts";
import { procedureMarkdown } from "../views/procedure-markdown.ts";
import { unknown } from "./compose.ts";
import { procedureOf } from "./compose-runbook.ts";
import { exampleContext } from "./runbook-words.ts";

/** One runbook as a page, from its definition: read with example arguments. @throws OpsError `unknown-runbook` */
export function runbookMarkdown(
  name: string,
  runbooks: ReadonlyMap<string, Runbook>,
  environment: Environment,
): string {
  const runbook = runbooks.get(name) ?? unknown("runbook", name, [...runbooks.keys()]);
  if (!isOpenStack(environment)) return unknown("runbook", name, []);
  const request = procedureOf(name, runbook, exampleContext(runbook, environment));
  const steps = request.steps.map(({ resources: _, ...step }) => step);
  return procedureMarkdown({ ...request, steps }, runbook.parameters);
}
