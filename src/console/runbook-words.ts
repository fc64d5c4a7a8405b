import { callText } from "../model/invocation.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Invocation } from "../model/plan.ts";
import type { Queue } from "../prompt/queue.ts";
import { verb } from "../prompt/verb.ts";
import type { Runbook } from "../runbook.ts";
import { callWith, type Expected, textOf } from "./arguments.ts";
import { Candidates } from "./candidates.ts";
import { isOfChecks } from "./compose-runbook.ts";
import { resolvedArgument, wrongArgument } from "./host-arguments.ts";
import { noVersion } from "./mesos-versions.ts";
import type { Binding } from "./recipe-words.ts";
import { exampleContext } from "./runbook-examples.ts";
import type { Session } from "./session.ts";

/** A runbook as it is typed: it looks when it is called; with the bang it acts, unless it only checks. */
export function runbookBinding(name: string, runbook: Runbook, session: Session, queue: Queue): Binding {
  const { parameters, title, why: doc } = runbook;
  const { environment } = session.parts;
  const context = exampleContext(runbook, environment);
  const hasBang = runbook.isCampaign || !isOfChecks(name, runbook, context);
  const call = callText({ recipe: name, verb: "", args: context.args });
  const example = { look: call, ...(hasBang && { act: call }) };
  const candidates = new Candidates(session);
  const expected: Expected = { call: name, parameters, known: (type) => candidates.of(type) };
  const invocation = (args: readonly unknown[], call: string) =>
    invocationOf(name, args, { ...expected, call }, session);
  const look = async (...args: unknown[]) => session.plan(await invocation(args, name));
  const act = async (...args: unknown[]) => session.act(await invocation(args, `${name}!`));
  const check = async (...args: unknown[]) => session.check(await invocation(args, name));
  const value = hasBang ? verb(name, look, act, queue) : check;
  return { word: { name, title, doc, verbs: [], call: { parameters, hasBang }, example }, value };
}

async function invocationOf(
  recipe: string,
  args: readonly unknown[],
  expected: Expected,
  session: Session,
): Promise<Invocation> {
  const version = expected.parameters[0]?.type === "mesos-version" && args.length === 0;
  if (version) throw await noVersion(expected.call, session);
  mustBeAsMany(args, expected);
  const texts = args.map((arg, index) => textOf(arg, expected, expected.parameters.slice(index, index + 1)));
  const resolved = texts.map((_, index) => {
    const typed = { recipe, call: expected.call, texts, index };
    return resolvedArgument(typed, parameterAt(expected, index), session);
  });
  return { recipe, verb: "", args: await Promise.all(resolved) };
}

function parameterAt({ parameters }: Expected, index: number): Parameter | undefined {
  return parameters[index] ?? (parameters.at(-1)?.isRest ? parameters.at(-1) : undefined);
}

function mustBeAsMany(args: readonly unknown[], expected: Expected): void {
  const { call, parameters } = expected;
  const needed = parameters.filter(({ isOptional }) => !isOptional).length;
  if (args.length < needed) textOf(undefined, expected, expected.parameters.slice(args.length, args.length + 1));
  if (args.length <= parameters.length || parameters.at(-1)?.isRest) return;
  throw wrongArgument(
    `${call} takes no ${JSON.stringify(args[parameters.length])}`,
    `it takes ${parameters.map(({ title }) => title).join(", ") || "nothing"}`,
    callWith(args, expected),
  );
}
