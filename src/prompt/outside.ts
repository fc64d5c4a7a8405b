import { inspect } from "node:util";
import { isProxy } from "node:util/types";
import type { Encoded } from "./inside.ts";

/** What of the prompt's is no plain data: a function, a symbol, what contains itself. It can only be shown. */
export class Other {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get isPromise(): boolean {
    return this.#text === "Promise";
  }

  [inspect.custom](): string {
    return this.#text;
  }

  /** JSON leaves out functions and symbols, and has no way to write what contains itself. */
  toJSON(): undefined {
    if (this.#text === "[Circular]") throw new TypeError("it contains itself");
  }
}

/** Our copy of a value of the prompt's. */
export function decoded(text: unknown): unknown {
  try {
    return typeof text === "string" ? read(JSON.parse(text)) : new Other("[unreadable]");
  } catch {
    return new Other("[unreadable]");
  }
}

function read(encoded: Encoded): unknown {
  switch (encoded[0]) {
    case "value":
      return encoded[1];
    case "undefined":
      return undefined;
    case "number":
      return Number(encoded[1]);
    case "bigint":
      return BigInt(encoded[1]);
    case "date":
      return new Date(encoded[1]);
    case "list":
      return encoded[1].map(read);
    case "record":
      return Object.fromEntries(encoded[1].map(([key, value]) => [key, read(value)]));
    case "error":
      return errorOf(...encoded);
    case "other":
      return new Other(encoded[1]);
  }
}

function errorOf(_: "error", name: string, message: string, stack: string, code: string): Error {
  return Object.assign(new Error(message), { name, stack, ...(code && { code }) });
}

/** For a message: a text as it is, whatever else as it is shown. A copy may have a `toString` that is no function. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}

/** Whether an argument was a Promise. */
export function isPromised(value: unknown): boolean {
  return value instanceof Other && value.isPromise;
}

/** Whether it is an object of ours. Asks nothing of the object: a Proxy is none of ours. */
export function isOurs(value: unknown): boolean {
  for (
    let each = value;
    typeof each === "object" && each !== null && !isProxy(each);
    each = Object.getPrototypeOf(each)
  )
    if (each === Object.prototype) return true;
  return false;
}
