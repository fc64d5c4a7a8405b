import { isDate, isNativeError, isPromise } from "node:util/types";
import { type Context, constants, createContext, Script } from "node:vm";
import { OpsError } from "../model/error.ts";
import { type CallOutcome, type Inside, inside, type OutwardCall } from "./inside.ts";
import { taken } from "./misused.ts";
import { decoded, isOurs } from "./outside.ts";

/** A value of the prompt's realm, in a box: nobody may await it or read anything of it. See {@link Realm.copied}. */
export interface Typed {
  readonly value: unknown;
}

/** Functions that take what was typed as it is. */
const takingTyped = new WeakSet<object>();
/** Promises whose failure is told anyway. */
const toldAnyway = new WeakSet<Promise<unknown>>();

/**
 * The world of what is typed: the language, and what is given to it.
 *
 * No object of ours ever gets in: through a single one, `Array.prototype` could be changed for all of the console, and
 * no guard would see any more what it judges. What goes in is made anew inside. And nothing of theirs is touched out
 * here, for a getter or a Proxy would be given objects of ours: what comes out is written down inside, as text.
 */
export class Realm {
  readonly context: Context;
  readonly #inside: Inside;
  /** The errors of ours that went in, by what the prompt has in their place. */
  readonly #originals = new WeakMap<object, unknown>();

  /** No code can be made from strings in it. */
  constructor() {
    this.context = createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } });
    this.#inside = new Script(`(${inside})()`, { filename: "prompt" }).runInContext(this.context);
  }

  /** The same, made of the realm's own objects: plain data, functions, errors and Promises. */
  enter(value: unknown): unknown {
    if (typeof value === "function") return this.#function(value);
    if (typeof value !== "object" || value === null) return value;
    if (isPromise(value)) return this.#promise(value);
    if (isDate(value)) return this.#inside.date(value.getTime());
    if (isNativeError(value)) return this.#error(value);
    return this.#filled(Array.isArray(value) ? this.#inside.list() : this.#inside.record(), value);
  }

  /** Gives what {@link enter} made a name at the prompt. */
  name(name: string, value: unknown): void {
    this.#inside.name(name, value);
  }

  /** The same for a name that belongs to the console: it means this and nothing else. */
  own(name: string, value: unknown): void {
    this.#fix(this.context, name, value);
  }

  /** Whether a word that was typed is the name of something. */
  has(name: string): boolean {
    try {
      return new Script(`typeof ${name}`).runInContext(this.context) !== "undefined";
    } catch {
      return false;
    }
  }

  /** What an input gave, once it has settled. Rejects with what was thrown; see {@link thrown}. */
  settled({ value }: Typed): Promise<Typed> {
    const { promise, resolve, reject } = Promise.withResolvers<Typed>();
    void this.#inside.settle(value, (settled) => resolve({ value: settled }), reject);
    return promise;
  }

  /** Calls a function that was typed; `failed` is told what it throws. */
  run(work: unknown, failed: (error: unknown) => void): void {
    void this.#inside.run(work, failed);
  }

  /** A copy that is ours: plain data, and something that can only be shown in place of everything else. */
  copied(value: unknown): unknown {
    if (typeof value !== "object" && typeof value !== "function") return value;
    try {
      return decoded(this.#inside.encode(value));
    } catch {
      return decoded(undefined);
    }
  }

  /** What was thrown at the prompt, as ours: the error that went in, or a copy. */
  thrown(error: unknown): unknown {
    const original = typeof error === "object" && error !== null ? this.#originals.get(error) : undefined;
    return original ?? (isOurs(error) ? error : this.copied(error));
  }

  #function(work: CallableFunction): unknown {
    return this.#filled(this.#inside.caller(this.#outward(work)), work);
  }

  #outward(work: CallableFunction): OutwardCall {
    const given = takingTyped.has(work) ? (arg: unknown) => arg : (arg: unknown) => this.copied(arg);
    return (args, outcome) => {
      try {
        this.#give(outcome, false, Reflect.apply(work, undefined, listOf(args).map(given)));
      } catch (error) {
        this.#give(outcome, true, error);
      }
    };
  }

  #give(outcome: CallOutcome, hasFailed: boolean, value: unknown): void {
    outcome.value = this.enter(value);
    outcome.hasFailed = hasFailed;
  }

  #promise(outer: Promise<unknown>): Promise<unknown> {
    const { promise, resolve, reject } = this.#inside.deferred();
    outer.then((value) => resolve(this.enter(value))).catch((error: unknown) => reject(this.enter(error)));
    if (toldAnyway.has(outer)) void this.#inside.settle(promise, ignore, ignore);
    return promise;
  }

  #error(error: Error): Error {
    const made = this.#filled(this.#inside.error(error.message), { name: error.name, ...fieldsOf(error) });
    this.#originals.set(made, error);
    return made;
  }

  #filled<T extends object>(made: T, from: object): T {
    const isFixed = Object.isFrozen(from);
    for (const [key, field] of Object.entries(from)) {
      const value = this.enter(field);
      if (isFixed) this.#fix(made, key, value);
      else Object.defineProperty(made, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return isFixed ? Object.freeze(made) : made;
  }

  /** What is only frozen swallows an assignment in silence; this one says no. */
  #fix(holder: object, name: string, value: unknown): void {
    const refuse = (): never => {
      throw taken(name);
    };
    const [get, set] = [this.#inside.giving(value), this.#inside.caller(this.#outward(refuse))];
    Object.defineProperty(holder, name, { get, set, enumerable: true, configurable: false });
  }
}

/** What one may read of an error that was caught at the prompt. */
function fieldsOf(error: Error): object {
  if (!(error instanceof OpsError)) return {};
  const { code, reason, what, why, next } = error;
  return { code, reason, what, why, next };
}

function ignore(): void {}

/** The items, without any method of theirs. */
function listOf(args: readonly unknown[]): readonly unknown[] {
  return Array.from({ length: args.length }, (_, index) => args[index]);
}

/** A function that is given what was typed as it is, not copies, and may only hand it back to the realm. */
export function takesTyped<T extends (...typed: unknown[]) => unknown>(work: T): T {
  takingTyped.add(work);
  return work;
}

/** The failure of such a Promise is told whether or not somebody at the prompt awaits it. */
export function tellsItself<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore);
  toldAnyway.add(promise);
  return promise;
}
