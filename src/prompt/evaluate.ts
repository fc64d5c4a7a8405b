import { EventEmitter } from "node:events";
import { REPLServer, Recoverable, type ReplOptions } from "node:repl";
import { unclosedString, withBangs } from "./bang.ts";
import { withoutImports } from "./imports.ts";
import { isOurs } from "./outside.ts";
import type { Realm, Typed } from "./realm.ts";
import { isAtEnd } from "./syntax.ts";

/** A REPL whose inputs run in a realm of their own, with TypeScript and bangs. */
export interface Evaluator {
  readonly server: REPLServer;
  readonly realm: Realm;
  /**
   * Runs an input as if typed.
   * @returns its value, awaited, or `undefined` when the text is not yet at its end
   */
  run(text: string): Promise<Typed> | undefined;
}

/**
 * node:repl's own evaluation, wrapped: it gives top-level await and lasting constants. Its errors come back to us
 * instead of to a domain, which would print them with a stack. It does not break off scripts on Ctrl-C: that stops
 * our own code too wherever it is, in the middle of a write.
 */
export function createEvaluator(options: ReplOptions, realm: Realm): Evaluator {
  const domain = Object.assign(new EventEmitter(), { bind: <T>(work: T): T => work });
  const all = { ...options, ignoreUndefined: true, useGlobal: false, preview: false, domain };
  const server = startBare(all);
  const evaluate = server.eval;
  Object.defineProperty(server, "context", { value: realm.context });
  const perform: Evaluate = (script, done) => evaluate.call(server, script, realm.context, "prompt", done);
  return { server, realm, run: (text) => run(text, perform, realm) };
}

/** The REPL would fill a context with all that Node has, which takes half of its start; ours takes its place anyway. */
function startBare(options: ReplOptions): REPLServer {
  const bare = function BareServer() {};
  bare.prototype = Object.create(REPLServer.prototype, { createContext: { value: () => ({}) } });
  return Reflect.construct(REPLServer, [options], bare);
}

type Evaluate = (script: string, done: (error: Error | null, value: unknown) => void) => void;

function run(text: string, evaluate: Evaluate, realm: Realm): Promise<Typed> | undefined {
  try {
    return outcomeOf(withoutImports(withBangs(text)), evaluate)?.then((outcome) => realm.settled(outcome));
  } catch (error) {
    const wrong = isAtEnd(error, text) ? unclosedString(text) : error;
    return wrong === undefined ? undefined : Promise.reject(wrong);
  }
}

function outcomeOf(script: string, evaluate: Evaluate): Promise<Typed> | undefined {
  const { promise, resolve, reject } = Promise.withResolvers<Typed>();
  let isIncomplete = false;
  mortally(() =>
    evaluate(script, (error, value) => {
      if (isOurs(error) && error instanceof Recoverable) isIncomplete = true;
      else if (error === null || error === undefined) resolve({ value });
      else reject(error);
    }),
  );
  return isIncomplete ? undefined : promise;
}

/**
 * While a script itself runs, signals end the process as if we did not listen: a loop without end would not hear them,
 * and nothing has begun yet.
 */
function mortally(work: () => void): void {
  const heard = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map(
    (signal) => [signal, process.listeners(signal)] as const,
  );
  for (const [signal] of heard) process.removeAllListeners(signal);
  try {
    work();
  } finally {
    for (const [signal, listeners] of heard) for (const listener of listeners) process.on(signal, listener);
  }
}
