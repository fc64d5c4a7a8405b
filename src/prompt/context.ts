import { type Context, createContext } from "node:vm";

/** What the prompt's helpers do with what they are given. */
export interface Sink {
  /** `console.log(…)` */
  print(values: readonly unknown[]): void;
  /** A timer's callback threw. */
  fail(error: unknown): void;
}

/**
 * The prompt's world: the language itself and nothing else. There is no `require`, no `process`, no module, no
 * socket and no file in it, and no code can be made from strings.
 */
export function closedContext(): Context {
  return createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
}

/** Helpers that reach nothing: given one by one, so that a new global of Node never slips in. */
export function helpers(sink: Sink): Readonly<Record<string, unknown>> {
  return {
    console: consoleOf(sink),
    ...timersOf(sink),
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    structuredClone,
    atob,
    btoa,
  };
}

/** Not Node's Console: that one holds the streams, and with them sockets. */
function consoleOf(sink: Sink) {
  const log = (...values: readonly unknown[]) => sink.print(values);
  return Object.freeze({ log, info: log, warn: log, error: log, debug: log, table: log });
}

/** Numbers for timers, not Node's objects: those lead to every other timer of the process. */
function timersOf(sink: Sink) {
  const guarded = (work: () => unknown) => () => {
    const done = async () => work();
    done().catch((error: unknown) => sink.fail(error));
  };
  return {
    setTimeout: (work: () => unknown, milliseconds?: number) => Number(setTimeout(guarded(work), milliseconds)),
    setInterval: (work: () => unknown, milliseconds?: number) => Number(setInterval(guarded(work), milliseconds)),
    clearTimeout: (timer: number) => clearTimeout(timer),
    clearInterval: (timer: number) => clearInterval(timer),
  };
}
