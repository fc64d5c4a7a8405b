import type { Parameter } from "../model/parameter.ts";
import type { Invocation } from "../model/plan.ts";
import type { Example, Word, WordVerb } from "../prompt/host.ts";
import type { Queue } from "../prompt/queue.ts";
import { verb } from "../prompt/verb.ts";
import type { Recipe } from "../recipe.ts";
import { type Expected, textOf } from "./arguments.ts";
import { Candidates } from "./candidates.ts";
import type { Session } from "./session.ts";

const stack: Parameter = { name: "stack", type: "stack", title: "the stack, e.g. test" };

/** What every recipe has that is a whole. */
const wholeVerbs: readonly WordVerb[] = [
  { name: "create", title: "make it so, change what differs", parameters: [stack], hasBang: true },
  { name: "destroy", title: "let go of all of it, for good", parameters: [stack], hasBang: true },
];
const status: WordVerb = {
  name: "status",
  title: "what exists, drift, leader, agents",
  parameters: [stack],
  hasBang: false,
};

/** A recipe as it is typed at the prompt, and what help and completion know of it. */
export interface Binding {
  readonly word: Word;
  readonly value: unknown;
}

export function recipeBinding(name: string, recipe: Recipe, session: Session, queue: Queue): Binding {
  const verbs = [...(recipe.hasOnlyVerbs ? [] : wholeVerbs), ...ownVerbs(recipe)];
  const looks = recipe.hasOnlyVerbs ? [] : [status];
  const candidates = new Candidates(session);
  const expected = ({ name: own, parameters }: WordVerb): Expected => {
    return { call: `${name}.${own}`, parameters, known: (type) => candidates.of(type) };
  };
  const acting = verbs.map((each) => [each.name, recipeVerb(name, each.name, expected(each), session, queue)]);
  const looking = looks.map((each) => [each.name, statusVerb(name, expected(each), session)]);
  const value = Object.freeze(Object.fromEntries([...acting, ...looking]));
  const example = exampleOf(name, [...looks, ...verbs], candidates);
  return { word: { name, title: recipe.title, doc: recipe.why, verbs: [...verbs, ...looks], example }, value };
}

function ownVerbs({ verbs = {} }: Recipe): readonly WordVerb[] {
  return Object.entries(verbs).map(([name, { title, parameters }]) => {
    return { name, title, parameters: [stack, ...parameters], hasBang: true };
  });
}

/** On a stack that one may try things with, where there is one. What has a bang looks without it. */
function exampleOf(name: string, verbs: readonly WordVerb[], candidates: Candidates): Example {
  const [look, act] = [verbs[0], verbs.find(({ hasBang }) => hasBang)].map((verb) => {
    const args = (verb?.parameters ?? []).map((each) => JSON.stringify(exampleArgument(each, candidates)));
    return `${name}.${verb?.name}(${args.join(", ")})`;
  });
  return { look: look ?? name, ...(act && { act }) };
}

function exampleArgument({ type, name }: Parameter, candidates: Candidates): string {
  const known = candidates.of(type);
  return type === "stack" && known.includes("test") ? "test" : (known[0] ?? name);
}

function recipeVerb(recipe: string, name: string, expected: Expected, session: Session, queue: Queue) {
  const bang = { ...expected, call: `${expected.call}!` };
  const look = async (...args: unknown[]) => session.plan(invocationOf(recipe, name, args, expected));
  const act = async (...args: unknown[]) => session.act(invocationOf(recipe, name, args, bang));
  return verb(`${recipe}.${name}`, look, act, queue);
}

function statusVerb(recipe: string, expected: Expected, session: Session) {
  return async (...args: unknown[]) => {
    const request = session.compose(invocationOf(recipe, "create", args, expected));
    const { statusOf } = await import("./status.ts");
    return statusOf(request, await session.engine());
  };
}

/** Every argument is a text: a stack, a host. */
function invocationOf(recipe: string, name: string, args: readonly unknown[], expected: Expected): Invocation {
  return { recipe, verb: name, args: args.map((arg) => textOf(arg, expected)) };
}
