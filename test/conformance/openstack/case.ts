import assert from "node:assert/strict";
import type { Json } from "#src/model/json.ts";

export type Service = "identity" | "compute" | "volume" | "image";

export interface Call {
  /** Default GET. */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the service's endpoint of the catalog, with its query: `/servers/detail?limit=1`. */
  readonly path: string;
  readonly body?: Json;
  /** Default: the bench's own; `null`: none is sent. */
  readonly token?: string | null;
  /** `2.79` for compute, `3.59` for volume by default; `null`: the header is left out. */
  readonly microversion?: string | null;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined`: an empty body. A body that is not JSON is its text. */
  readonly body: Json | undefined;
}

/** What a cloud is asked through, and what is there before. */
export interface Bench {
  readonly projectId: string;
  /** A token of the bench's user in its project. */
  readonly token: string;
  /** What the token was asked for with, so that a case can vary it. */
  readonly auth: AuthBody;
  /** An image and a flavor to make servers of, by id. */
  readonly image: string;
  readonly flavor: string;
  call(service: Service, call: Call): Promise<Answer>;
  /** A name that nothing else of the project has. */
  name(what: string): string;
  /** Lets a moment pass: time of the wall or of the world. */
  pause(): Promise<void>;
}

export interface AuthBody {
  readonly user: { readonly name: string; readonly domain: { readonly id: string }; readonly password: string };
  readonly project: { readonly name: string; readonly domain: { readonly id: string } };
}

/** One thing that must hold for every cloud that claims to be OpenStack. */
export interface Case {
  readonly name: string;
  /** Where it was seen: a recording by its name, or a paragraph of the sheet's section 9. */
  readonly seen: string;
  run(bench: Bench): Promise<void>;
}

/** The value at a path of names and indices. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, step) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return Object.entries(inner).find(([key]) => key === String(step))?.[1];
  }, value);
}

export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  assert.equal(typeof found, "string", `${path.join(".")} is a text in ${JSON.stringify(value)?.slice(0, 300)}`);
  return String(found);
}

export function listAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...path);
  assert.ok(Array.isArray(found), `${path.join(".")} is a list in ${JSON.stringify(value)?.slice(0, 300)}`);
  return found;
}

/** The answer has that status; gives its body. */
export function answered({ status, body }: Answer, expected: number): Json | undefined {
  assert.equal(status, expected, JSON.stringify(body)?.slice(0, 500));
  return body;
}

/** `{"<kind>": {code, message}}`, the errors of Nova and Cinder. */
export function failedAs(answer: Answer, status: number, kind: string, message: RegExp): void {
  const body = answered(answer, status);
  assert.deepEqual(Object.keys(body ?? {}), [kind]);
  assert.equal(at(body, kind, "code"), status);
  assert.match(textAt(body, kind, "message"), message);
}

/** Polls until the look gives something. */
export async function until<T>(bench: Bench, what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let turn = 0; turn < 100; turn++) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await bench.pause();
  }
  throw new Error(`waited in vain: ${what}`);
}
