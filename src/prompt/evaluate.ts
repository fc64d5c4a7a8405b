import { EventEmitter } from "node:events";
import { type REPLServer, Recoverable, type ReplOptions, start } from "node:repl";
import { isPromise } from "node:util/types";
import type { Context } from "node:vm";
import { withBangs } from "./bang.ts";
import { isAtEnd } from "./syntax.ts";

/** A REPL whose inputs run in a context of ours, with TypeScript and bangs. */
export interface Evaluator {
  readonly server: REPLServer;
  /**
   * Runs an input as if typed.
   * @returns its value, awaited, or `undefined` when the text is not yet at its end
   */
  run(text: string): Promise<unknown> | undefined;
}

/**
 * node:repl's own evaluation, wrapped: it gives top-level await and lasting constants, and Ctrl-C out of an endless
 * loop. Its errors come back to us instead of to a domain, which would print them with a stack.
 */
export function createEvaluator(options: ReplOptions, context: Context): Evaluator {
  const domain = Object.assign(new EventEmitter(), { bind: <T>(work: T): T => work });
  const all = { ...options, ignoreUndefined: true, useGlobal: false, preview: false, breakEvalOnSigint: true, domain };
  const server = start(all);
  const evaluate = server.eval;
  Object.defineProperty(server, "context", { value: context });
  return { server, run: (text) => run(text, (script, done) => evaluate.call(server, script, context, "prompt", done)) };
}

type Evaluate = (script: string, done: (error: Error | null, value: unknown) => void) => void;

function run(text: string, evaluate: Evaluate): Promise<unknown> | undefined {
  try {
    return outcomeOf(withBangs(text), evaluate);
  } catch (error) {
    return isAtEnd(error, text) ? undefined : Promise.reject(error);
  }
}

function outcomeOf(script: string, evaluate: Evaluate): Promise<unknown> | undefined {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  let isIncomplete = false;
  evaluate(script, (error, value) => {
    if (error instanceof Recoverable) isIncomplete = true;
    else if (error === null || error === undefined) resolve(value);
    else reject(error);
  });
  return isIncomplete ? undefined : promise.then(awaited);
}

/** `["a", "b"].map((stack) => MesosFixed.create!(stack))` is done when all of them are. */
function awaited(value: unknown): unknown {
  return Array.isArray(value) && value.some((item) => isPromise(item)) ? Promise.all(value) : value;
}
