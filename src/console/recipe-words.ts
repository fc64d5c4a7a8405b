import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Invocation } from "../model/plan.ts";

import type { Word, WordVerb } from "../prompt/host.ts";
import type { Queue } from "../prompt/queue.ts";
import { verb } from "../prompt/verb.ts";
import type { Recipe } from "../recipe.ts";
import type { Session } from "./session.ts";

const stack: Parameter = { name: "stack", type: "stack", title: "the stack, e.g. test" };

/** A recipe as it is typed at the prompt, and what help and completion know of it. */
export interface Binding {
  readonly word: Word;
  readonly value: unknown;
}

export function recipeBinding(name: string, recipe: Recipe, session: Session, queue: Queue): Binding {
  const verbs: readonly WordVerb[] = [
    { name: "create", title: "make it so, change what differs", parameters: [stack], hasBang: true },
    { name: "destroy", title: "let go of all of it, for good", parameters: [stack], hasBang: true },
    ...Object.entries(recipe.verbs ?? {}).map(([own, { title, parameters }]) => {
      return { name: own, title, parameters: [stack, ...parameters], hasBang: true };
    }),
  ];
  const status: WordVerb = {
    name: "status",
    title: "what exists, drift, leader, agents",
    parameters: [stack],
    hasBang: false,
  };
  const acting = verbs.map(({ name: own }) => [own, recipeVerb(name, own, session, queue)]);
  const value = Object.freeze({ ...Object.fromEntries(acting), status: statusVerb(name, session) });
  return { word: { name, title: recipe.title, doc: recipe.why, verbs: [...verbs, status] }, value };
}

function recipeVerb(recipe: string, name: string, session: Session, queue: Queue) {
  const look = async (...args: unknown[]) => session.plan(invocationOf(recipe, name, args));
  const act = async (...args: unknown[]) => session.act(invocationOf(recipe, name, args));
  return verb(`${recipe}.${name}`, look, act, queue);
}

function statusVerb(recipe: string, session: Session) {
  return async (...args: unknown[]) => {
    const request = session.compose(invocationOf(recipe, "create", args));
    const { statusOf } = await import("./status.ts");
    return statusOf(request, await session.engine());
  };
}

/** Every argument is a text: a stack, a host. */
function invocationOf(recipe: string, name: string, args: readonly unknown[]): Invocation {
  return { recipe, verb: name, args: args.map((arg) => textOf(arg, `${recipe}.${name}`)) };
}

export function textOf(value: unknown, call: string): string {
  if (typeof value === "string") return value;
  throw new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: `${call} takes texts in quotes`,
    why: `one argument is ${kindOf(value)}`,
    next: `${call}("...")`,
  });
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "missing";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
