import type { PlanRequest } from "../engine/engine.ts";
import { closest } from "../model/closest.ts";
import { type Environment, isAws } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Invocation } from "../model/plan.ts";
import { keyOf, type Recipe, type Resource, type StackContext } from "../recipe.ts";

/** Composes what a recipe's verb asks for. Pure: the same invocation gives the same request. */
export function compose(
  invocation: Invocation,
  recipes: ReadonlyMap<string, Recipe>,
  environment: Environment,
): PlanRequest {
  const recipe = recipes.get(invocation.recipe) ?? unknown("recipe", invocation.recipe, [...recipes.keys()]);
  const [stackName, ...args] = invocation.args;
  const context = contextOf(stackName, environment, invocation);
  mustTakeAll(args, recipe.verbs?.[invocation.verb]?.parameters ?? [], invocation);
  return {
    title: titleOf(invocation),
    invocation,
    stack: context.name,
    resources: resourcesOf(recipe, invocation.verb, context, args),
    notes: notesOf(recipe, invocation, context),
    converges: isLasting(invocation.verb, recipe),
    premises: invocation.verb === "destroy" ? [] : (recipe.premises?.(context) ?? []),
    verify: (observed) => (invocation.verb === "destroy" ? [] : (recipe.verify?.(context, observed) ?? [])),
  };
}

function titleOf({ recipe, verb, args, mesosVersion }: Invocation): string {
  const version = mesosVersion === undefined ? [] : [`at ${mesosVersion}`];
  return [`${recipe}.${verb}`, ...args, ...version].join(" ");
}

function isLasting(verb: string, { verbs }: Recipe): boolean {
  return verb === "create" || verb === "destroy" || verbs?.[verb]?.isLasting === true;
}

function resourcesOf(
  recipe: Recipe,
  verb: string,
  context: StackContext,
  args: readonly string[],
): readonly Resource[] {
  if (verb === "create" && !recipe.hasOnlyVerbs) return recipe.compose(context);
  if (verb === "destroy" && !recipe.hasOnlyVerbs) return goneWith(recipe, context);
  const names = [...(recipe.hasOnlyVerbs ? [] : ["create", "destroy"]), ...Object.keys(recipe.verbs ?? {})];
  const own = recipe.verbs?.[verb] ?? unknown("verb", verb, names);
  return own.compose(context, ...args);
}

/** What several recipes share stays with the others when one of them goes. */
function goneWith(recipe: Recipe, context: StackContext): readonly Resource[] {
  const own = recipe.compose(context).filter(({ isShared }) => !isShared);
  return own.map((resource) => ({ ...resource, desired: null }));
}

function notesOf(recipe: Recipe, { verb }: Invocation, context: StackContext): readonly string[] {
  const shared = verb === "destroy" ? recipe.compose(context).filter(({ isShared }) => isShared) : [];
  return shared.map((resource) => `${keyOf(resource)} stays: other recipes of the stack share it`);
}

/** What is left over was meant for something: a second stack, say, that would be passed over in silence. */
function mustTakeAll(args: readonly string[], parameters: readonly Parameter[], { recipe, verb }: Invocation): void {
  const extra = args[parameters.length];
  if (extra === undefined || parameters.at(-1)?.isRest) return;
  throw new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: `${recipe}.${verb} takes no ${JSON.stringify(extra)}`,
    why: `it takes ${["one stack", ...parameters.map(({ title }) => title)].join(", ")}`,
    next: "one call for each",
  });
}

/** A campaign's version counts for what this console's file pins: that is one of the things it changes. */
function contextOf(name: unknown, environment: Environment, { recipe, verb, mesosVersion }: Invocation): StackContext {
  if (!isAws(environment)) throw noStacks(environment.name, recipe);
  const names = Object.keys(environment.stacks);
  if (typeof name !== "string") {
    throw new OpsError({
      code: "wrong-argument",
      reason: "usage",
      what: `${recipe}.${verb} takes the name of a stack`,
      why: `a text in quotes, not ${name === undefined ? "nothing" : typeof name}; there are ${names.join(", ")}`,
      next: `${recipe}.${verb}("${names[0] ?? "STACK"}")`,
    });
  }
  const stack = Object.hasOwn(environment.stacks, name) ? environment.stacks[name] : undefined;
  const pinned = stack ?? unknown("stack", name, names);
  return { environment, name, stack: mesosVersion === undefined ? pinned : { ...pinned, mesosVersion } };
}

function noStacks(environment: string, recipe: string): OpsError {
  return new OpsError({
    code: "no-stacks",
    reason: "usage",
    what: `${recipe} is not for ${environment}`,
    why: "recipes are for environments with stacks",
    next: "help()",
  });
}

/** An unknown name gets the nearest ones. */
export function unknown(kind: string, name: string, names: readonly string[]): never {
  const near = closest(name, names);
  throw new OpsError({
    code: `unknown-${kind}`,
    reason: "usage",
    what: `There is no ${kind} ${JSON.stringify(name)}`,
    why: near.length > 0 ? `the nearest: ${near.join(", ")}` : `there are: ${names.join(", ")}`,
    next: near[0] === undefined ? "help()" : `use ${JSON.stringify(near[0])}`,
  });
}
