import { createRequire } from "node:module";
import { banner } from "./console/banner.ts";
import { Candidates } from "./console/candidates.ts";
import { functionBindings } from "./console/functions.ts";
import { placeBindings } from "./console/place-words.ts";
import { type Binding, recipeBinding } from "./console/recipe-words.ts";
import { rehearsalBindings } from "./console/rehearsal.ts";
import { runbookBinding } from "./console/runbook-words.ts";
import { Session } from "./console/session.ts";
import { openWorld } from "./console/world.ts";
import { type Environment, isAws, isOpenStack } from "./model/environment.ts";
import type { Console, ConsoleOptions } from "./prompt/host.ts";
import { type Loaded, loadEnvironment, loadRecipes, loadRunbooks } from "./prompt/load.ts";
import { createQueue } from "./prompt/queue.ts";
import type { Recipe } from "./recipe.ts";
import { hasSources, type Runbook } from "./runbook.ts";

const require = createRequire(import.meta.url);

/** Loaded with the first value, not before the prompt: what draws values is a fifth of all modules. */
const values = (): typeof import("./console/values.ts") => require("./console/values.ts");

/** Opens the console of one environment: its world, its journal, its recipes. Looks at nothing and changes nothing. */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const { root, home, person } = options;
  const environment = await loadEnvironment(options.environment, root);
  const [world, recipes, runbooks] = await Promise.all([
    openWorld(options, environment),
    isAws(environment) ? loadRecipes(root) : none<Recipe>(),
    isOpenStack(environment) || hasSources(environment) ? runbooksFor(environment, root) : none<Runbook>(),
  ]);
  const failures = [...recipes.failures, ...runbooks.failures];
  const parts = { environment, recipes: recipes.items, runbooks: runbooks.items, world: world.world, home, person };
  const session = new Session(parts);
  const queue = createQueue((value) => values().isDone(value));
  const bindings = [
    ...[...recipes.items].map(([name, recipe]) => recipeBinding(name, recipe, session, queue)),
    ...[...runbooks.items].map(([name, runbook]) => runbookBinding(name, runbook, session, queue)),
    ...functionBindings(session, queue),
    ...placeBindings(session),
    ...rehearsalBindings(world),
  ];
  const candidates = new Candidates(session);
  return {
    promptText: promptText(environment.name, options.isRehearsal),
    bindings: named(bindings),
    words: bindings.map(({ word }) => word),
    failures,
    queue,
    candidates: (type) => candidates.of(type),
    show: (value) => values().showValue(value),
    showSeen: (value) => values().showSeen(value),
    toJson: (value) => values().valueAsJson(value),
    exitStatusOf: (value) => values().exitStatusOf(value),
    banner: () =>
      banner(
        session,
        failures.map((failure) => values().showValue(failure)),
      ),
    interrupt: () => session.interrupt(),
    close: () => session.close(),
  };
}

async function runbooksFor(environment: Environment, root: string): Promise<Loaded<Runbook>> {
  const { items, failures } = await loadRunbooks(root, isAws(environment) ? "campaign" : "runbook");
  return { items: new Map([...items].filter(([, runbook]) => runbook.isFor(environment))), failures };
}

/** What an environment has no use for is not even loaded. */
function none<T>(): Loaded<T> {
  return { items: new Map(), failures: [] };
}

function named(bindings: readonly Binding[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(bindings.map(({ word, value }) => [word.name, value]));
}

/** What stands before what one types, and in the commands that go on. */
export function promptText(environment: string, isRehearsal: boolean): string {
  return `${environment}${isRehearsal ? " REHEARSAL" : ""} > `;
}
