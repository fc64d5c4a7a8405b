import type { BuildMiddleware, Pluggable } from "@smithy/types";
import { OpsError } from "../../model/error.ts";
import { isIssued } from "../../model/permit.ts";
import type { Permit } from "../../model/system.ts";
import { isReadOnly, type Service } from "./commands.ts";

/** Which inputs were issued with a permit. Kept here and not on the input: what one types cannot carry a permit. */
const permits = new WeakMap<object, Permit>();

/** Marks a command's input as one effect of the engine. */
export function issued<T extends object>(permit: Permit, input: T): T {
  permits.set(input, permit);
  return input;
}

/** Whether the engine issued this very input and waits for its outcome. */
export function isEffect(input: object): boolean {
  return isIssued(permits.get(input));
}

/**
 * Stands before everything that leaves a client, and judges the request as it would go over the wire: a command
 * passes when it is known to change nothing, when it is a dry run, or when the engine issued it.
 * The wire is what counts: a `DryRun` that the service does not know is not sent, so it excuses nothing.
 */
export function guardPlugin<Input extends object, Output extends object>(service: Service): Pluggable<Input, Output> {
  const guard: BuildMiddleware<Input, Output> = (next) => (args) => {
    const call = callOf(args.request);
    if (!isEffect(args.input) && !(call && isHarmless(service, call))) throw refusal(service, call?.action);
    return next(args);
  };
  return {
    applyToStack: (stack) => stack.add(guard, { step: "build", name: "consoleGuard", priority: "low", override: true }),
  };
}

interface Call {
  readonly action: string;
  readonly isDryRun: boolean;
}

function isHarmless(service: Service, { action, isDryRun }: Call): boolean {
  return isDryRun || isReadOnly(service, action);
}

/** The query protocols name the action in the form body; anything else is not understood, and so not let through. */
function callOf(request: unknown): Call | undefined {
  if (typeof request !== "object" || request === null || !("body" in request)) return undefined;
  if (typeof request.body !== "string") return undefined;
  const form = new URLSearchParams(request.body);
  const [action, ...others] = form.getAll("Action");
  if (action === undefined || others.length > 0) return undefined;
  return { action, isDryRun: form.getAll("DryRun").join() === "true" };
}

function refusal(service: Service, action = "an unreadable request"): OpsError {
  return new OpsError({
    code: "guard-aws-middleware",
    reason: "refused",
    what: `${service} ${action} was not sent`,
    why: "it is not known to be read-only, and no plan issued it: changes go through a recipe, where they are planned, judged, confirmed and journaled",
    next: "look with a recipe, e.g. MesosCluster.status(STACK), and change with its verb; a dry run (DryRun: true) of EC2 passes",
  });
}
