/** What came of a call out of the prompt's realm. */
export interface CallOutcome {
  hasFailed: boolean;
  value: unknown;
}

/** A function of ours behind a function of the prompt's realm. */
export type OutwardCall = (args: readonly unknown[], outcome: CallOutcome) => void;

export interface Deferred {
  readonly promise: Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A value as JSON: what it is, and its parts. See `outside.ts`, which reads it. */
export type Encoded =
  | readonly ["value", string | number | boolean | null]
  | readonly ["undefined"]
  | readonly ["number", string]
  | readonly ["bigint", string]
  | readonly ["date", number]
  | readonly ["list", readonly Encoded[]]
  | readonly ["record", readonly (readonly [string, Encoded])[]]
  | readonly ["error", string, string, string, string]
  | readonly ["other", string];

/** Our hands within the prompt's realm: whatever they make is an object of that realm. */
export interface Inside {
  record(): object;
  list(): unknown[];
  date(milliseconds: number): Date;
  error(message: string): Error;
  deferred(): Deferred;
  /** A function that calls out. What is thrown through it is of the prompt's realm too, also when the stack is full. */
  caller(call: OutwardCall): (...args: unknown[]) => unknown;
  /** A function that gives the value. */
  giving(value: unknown): () => unknown;
  /** Awaits a value, and each of a list that holds Promises. */
  settle(value: unknown, done: (value: unknown) => void, failed: (error: unknown) => void): Promise<void>;
  /** Calls a function that was typed. */
  run(work: unknown, failed: (error: unknown) => void): Promise<void>;
  /** JSON of {@link Encoded}. */
  encode(value: unknown): string;
  /** Gives a value a name at the prompt. */
  name(name: string, value: unknown): void;
}

/**
 * Runs in the prompt's realm before anything that is typed does: only its text gets there, so it may use nothing but
 * the language. It calls functions of ours directly and never hands one to a function that what is typed could replace.
 *
 * A Promise's `then` is called by Node with functions of ours, and an error's stack is drawn up by
 * `Error.prepareStackTrace`, which Node calls too: neither can be replaced. What of the language makes code, shares
 * memory or calls back unasked is taken out.
 */
export function inside(): Inside {
  for (const name of ["WebAssembly", "Atomics", "SharedArrayBuffer", "FinalizationRegistry", "WeakRef"])
    Reflect.deleteProperty(globalThis, name);
  Object.defineProperty(Error, "prepareStackTrace", { value: stackOf, writable: false, configurable: false });
  Object.defineProperty(globalThis, "Error", { value: Error, writable: false, configurable: false });
  const reading = Object.setPrototypeOf({ get: existing }, null);
  Object.setPrototypeOf(Promise.prototype, new Proxy(Object.prototype, reading));
  Object.freeze(Promise);
  Object.freeze(Promise.prototype);

  /** What one reads of a Promise is what one wants of its value: without `await` it would be `undefined` in silence. */
  function existing(plain: object, name: string | symbol, promise: unknown): unknown {
    if (typeof name === "symbol" || name in plain) return Reflect.get(plain, name, promise);
    throw new TypeError(`a Promise has no ${name}`);
  }

  function stackOf(error: unknown, sites: readonly unknown[]): string {
    let text = readable(() => String(error));
    for (let index = 0; index < sites.length; index += 1) text += `\n    at ${sites[index]}`;
    return text;
  }

  function readable(read: () => unknown): string {
    try {
      const text = read();
      return typeof text === "string" ? text : "";
    } catch {
      return "";
    }
  }

  function encoded(value: unknown, around: readonly unknown[]): Encoded {
    if (typeof value === "number") return Number.isFinite(value) ? ["value", value] : ["number", String(value)];
    if (typeof value === "string" || typeof value === "boolean" || value === null) return ["value", value];
    if (typeof value === "undefined") return ["undefined"];
    if (typeof value === "bigint") return ["bigint", String(value)];
    if (typeof value === "symbol") return ["other", String(value)];
    if (typeof value === "function") return ["other", `[Function: ${readable(() => value.name) || "(anonymous)"}]`];
    return around.includes(value) ? ["other", "[Circular]"] : encodedObject(value, [...around, value]);
  }

  function encodedObject(value: object, around: readonly unknown[]): Encoded {
    if (value instanceof Date) return ["date", value.getTime()];
    if (value instanceof Error) return encodedError(value);
    if (value instanceof Promise) return ["other", "Promise"];
    if (Array.isArray(value) || value instanceof Set || value instanceof Map)
      return ["list", Array.from(value, (item) => encoded(item, around))];
    return ["record", Object.entries(value).map(([key, field]) => [key, encoded(field, around)])];
  }

  function encodedError(error: Error): Encoded {
    const of = (name: string) => readable(() => Reflect.get(error, name));
    return ["error", of("name"), of("message"), of("stack"), of("code")];
  }

  return {
    record: () => ({}),
    list: () => [],
    date: (milliseconds) => new Date(milliseconds),
    error: (message) => new Error(message),
    deferred() {
      let [resolve, reject] = [(_: unknown) => {}, (_: unknown) => {}];
      const promise = new Promise((fulfil, refuse) => {
        [resolve, reject] = [fulfil, refuse];
      });
      return { promise, resolve, reject };
    },
    caller:
      (call) =>
      (...args) => {
        const outcome: CallOutcome = { hasFailed: true, value: undefined };
        try {
          call(args, outcome);
        } catch {
          throw new RangeError("Maximum call stack size exceeded");
        }
        if (outcome.hasFailed) throw outcome.value;
        return outcome.value;
      },
    giving: (value) => () => value,
    async settle(value, done, failed) {
      try {
        const settled = await value;
        const isList = Array.isArray(settled) && settled.some((item) => item instanceof Promise);
        done(isList ? await Promise.all(settled) : settled);
      } catch (error) {
        failed(error);
      }
    },
    async run(work, failed) {
      try {
        if (typeof work !== "function") throw new TypeError("only a function can be called");
        await work();
      } catch (error) {
        failed(error);
      }
    },
    encode: (value) => JSON.stringify(encoded(value, [])),
    name(name, value) {
      Reflect.set(globalThis, name, value);
    },
  };
}
