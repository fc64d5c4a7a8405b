import { Candidates } from "./console/candidates.ts";
import { functionBindings } from "./console/functions.ts";
import { awsBinding } from "./console/raw.ts";
import { type Binding, recipeBinding } from "./console/recipe-words.ts";
import { rehearsalBindings } from "./console/rehearsal.ts";
import { Session } from "./console/session.ts";
import { banner, exitStatusOf, isDone, showValue, valueAsJson } from "./console/values.ts";
import { openWorld } from "./console/world.ts";
import type { Console, ConsoleOptions } from "./prompt/host.ts";
import { loadEnvironment, loadRecipes } from "./prompt/load.ts";
import { createQueue } from "./prompt/queue.ts";

/** Opens the console of one environment: its world, its journal, its recipes. Looks at nothing and changes nothing. */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const { root, home, person } = options;
  const environment = await loadEnvironment(options.environment, root);
  const [world, recipes] = await Promise.all([openWorld(options, environment), loadRecipes(root)]);
  const session = new Session({ environment, recipes: recipes.items, world: world.world, home, person });
  const queue = createQueue(isDone);
  const bindings = [
    ...[...recipes.items].map(([name, recipe]) => recipeBinding(name, recipe, session, queue)),
    ...functionBindings(session, queue),
    awsBinding(session),
    ...rehearsalBindings(world),
  ];
  const candidates = new Candidates(session);
  return {
    promptText: promptText(environment.name, options.isRehearsal),
    bindings: named(bindings),
    words: bindings.map(({ word }) => word),
    queue,
    candidates: (type) => candidates.of(type),
    show: (value) => showValue(value),
    toJson: valueAsJson,
    exitStatusOf,
    banner: () => banner(session, recipes.failures),
    interrupt: () => session.interrupt(),
    close: () => session.close(),
  };
}

function named(bindings: readonly Binding[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(bindings.map(({ word, value }) => [word.name, value]));
}

/** What stands before what one types, and in the commands that go on. */
export function promptText(environment: string, isRehearsal: boolean): string {
  return `${environment}${isRehearsal ? " REHEARSAL" : ""} > `;
}
