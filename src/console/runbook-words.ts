import { closest } from "../model/closest.ts";
import { isOpenStack, type OpenStackEnvironment } from "../model/environment.ts";
import { OpsError } from "../model/error.ts";
import { callText } from "../model/invocation.ts";
import type { Parameter } from "../model/parameter.ts";
import type { Invocation } from "../model/plan.ts";
import { printable } from "../model/printable.ts";
import type { Queue } from "../prompt/queue.ts";
import { verb } from "../prompt/verb.ts";
import type { Runbook } from "../runbook.ts";
import { type Expected, textOf } from "./arguments.ts";
import { Candidates } from "./candidates.ts";
import { isOfChecks } from "./compose-runbook.ts";
import type { Binding } from "./recipe-words.ts";
import type { Session } from "./session.ts";
import { openStackOf } from "./systems.ts";

/** A runbook as it is typed: it looks when it is called; with the bang it acts, unless it only checks. */
export function runbookBinding(name: string, runbook: Runbook, session: Session, queue: Queue): Binding {
  const { parameters, title, why: doc } = runbook;
  const { environment } = session.parts;
  const context = isOpenStack(environment) ? exampleContext(runbook, environment) : undefined;
  const hasBang = context !== undefined && !isOfChecks(name, runbook, context);
  const call = callText({ recipe: name, verb: "", args: context?.args ?? [] });
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

/** Arguments to read a runbook with where none are given. */
export function exampleContext({ parameters }: Runbook, environment: OpenStackEnvironment) {
  const { masters, agents } = environment;
  const examples: Partial<Record<Parameter["type"], string>> = {
    master: masters.exampleName,
    "new-master": masters.exampleName,
    agent: agents.exampleName,
    "new-agent": agents.exampleName,
    server: agents.exampleName,
    zone: masters.zones[0] ?? "zone",
  };
  const args = parameters.map(({ type, name }) => examples[type] ?? `<${name}>`);
  return { environment, args };
}

async function invocationOf(
  recipe: string,
  args: readonly unknown[],
  expected: Expected,
  session: Session,
): Promise<Invocation> {
  mustBeAsMany(args, expected);
  const texts = args.map((arg) => textOf(arg, expected));
  const resolved = texts.map((text, index) => resolve(text, parameterAt(expected, index), session));
  return { recipe, verb: "", args: await Promise.all(resolved) };
}

function parameterAt({ parameters }: Expected, index: number): Parameter | undefined {
  return parameters[index] ?? (parameters.at(-1)?.isRest ? parameters.at(-1) : undefined);
}

function mustBeAsMany(args: readonly unknown[], expected: Expected): void {
  const { call, parameters } = expected;
  const needed = parameters.filter(({ isOptional }) => !isOptional).length;
  if (args.length < needed) textOf(undefined, expected);
  if (args.length <= parameters.length || parameters.at(-1)?.isRest) return;
  throw wrong(
    `${call} takes no ${JSON.stringify(args[parameters.length])}`,
    `it takes ${parameters.map(({ title }) => title).join(", ") || "nothing"}`,
    "one call for each",
  );
}

/** A host by whatever handle is typed becomes the short name of the one server that has it. */
async function resolve(text: string, parameter: Parameter | undefined, session: Session): Promise<string> {
  const { environment } = session.parts;
  if (!isOpenStack(environment) || !parameter) return text;
  const { type } = parameter;
  if (type === "zone") return knownOf("zone", text, environment.masters.zones);
  if (type === "new-master" || type === "new-agent") return newName(text, type, environment);
  if (type !== "master" && type !== "agent" && type !== "server") return text;
  const { name } = await openStackOf(await session.systems()).findServer(text);
  mustBeHostName(name);
  return type === "server" ? name : ofRole(name, type, environment);
}

/** In Nova a server may be called anything; CERN's wrappers and DNS know it by that name. */
function mustBeHostName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,59}$/.test(name)) return;
  throw new OpsError({
    code: "bad-host-name",
    reason: "refused",
    what: `The server that is called ${JSON.stringify(printable(name))} in Nova is not touched`,
    why: "that is no host name: what is done by it could be done to another one, or to several",
    next: "give it a host name in Nova first",
  });
}

function ofRole(name: string, type: "master" | "agent", environment: OpenStackEnvironment): string {
  const pattern = type === "master" ? environment.masters.namePattern : environment.agents.namePattern;
  if (new RegExp(pattern).test(name)) return name;
  const why = `${type}s are named like ${pattern}`;
  throw wrong(`${name} is no ${type}`, why, "help() lists the runbooks for the other hosts");
}

/** Full name, any case: what is made has the short name. */
function newName(text: string, type: "new-master" | "new-agent", environment: OpenStackEnvironment): string {
  const lower = text.trim().toLowerCase();
  const suffix = `.${environment.domain}`;
  const name = lower.endsWith(suffix) ? lower.slice(0, -suffix.length) : lower;
  return ofRole(name, type === "new-master" ? "master" : "agent", environment);
}

function knownOf(kind: string, text: string, known: readonly string[]): string {
  if (known.includes(text)) return text;
  const near = closest(text, known);
  const why = `there are ${known.join(", ")}`;
  throw wrong(
    `There is no ${kind} ${JSON.stringify(text)}`,
    why,
    near[0] ? `use ${JSON.stringify(near[0])}` : "help()",
  );
}

function wrong(what: string, why: string, next: string): OpsError {
  return new OpsError({ code: "wrong-argument", reason: "usage", what, why, next });
}
