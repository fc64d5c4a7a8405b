import { type Realm, takesTyped } from "./realm.ts";

/** What the prompt's helpers do with what they are given. */
export interface Sink {
  /** `console.log(…)` */
  print(values: readonly unknown[]): void;
  /** A timer's callback threw. */
  fail(error: unknown): void;
}

/** What an operator has besides the language: given one by one, so that a new global of Node never slips in. */
export function helpers(realm: Realm, sink: Sink): Readonly<Record<string, unknown>> {
  return { console: consoleOf(sink), ...timersOf(realm, sink), atob, btoa };
}

function consoleOf(sink: Sink) {
  const log = (...values: readonly unknown[]) => sink.print(values);
  return Object.freeze({ log, info: log, warn: log, error: log, debug: log, table: log });
}

/** Numbers for timers, not Node's objects. */
function timersOf(realm: Realm, sink: Sink) {
  const run = (work: unknown) => realm.run(work, (error) => sink.fail(error));
  const numberOf = (value: unknown) => (typeof value === "number" ? value : 0);
  return {
    setTimeout: takesTyped((work, milliseconds) => Number(setTimeout(run, numberOf(milliseconds), work))),
    setInterval: takesTyped((work, milliseconds) => Number(setInterval(run, numberOf(milliseconds), work))),
    clearTimeout: (timer: unknown) => clearTimeout(numberOf(timer)),
    clearInterval: (timer: unknown) => clearInterval(numberOf(timer)),
  };
}
