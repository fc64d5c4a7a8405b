import type { Fields, Json } from "../../model/json.ts";

/** Whether a value that was read back is what its type says. */
export type Is<T> = (value: unknown) => value is T;

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type Needed<T> = { readonly [K in Exclude<keyof T, OptionalKeys<T>>]: Is<T[K]> };
type Optional<T> = { readonly [K in OptionalKeys<T>]-?: Is<Exclude<T[K], undefined>> };

export const isText: Is<string> = (value) => typeof value === "string";
export const isNumber: Is<number> = (value) => typeof value === "number";
export const isBoolean: Is<boolean> = (value) => typeof value === "boolean";

/** For values that came out of `JSON.parse`, where every object holds nothing but JSON. */
export const isFields: Is<Fields> = (value): value is Fields => isObject(value);
export const isJson: Is<Json> = (value): value is Json => value !== undefined;

export function isOneOf<T extends string>(...texts: readonly T[]): Is<T> {
  return (value): value is T => texts.some((text) => text === value);
}

export function isListOf<T>(isItem: Is<T>): Is<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isItem);
}

export function isRecordOf<T>(isItem: Is<T>): Is<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> => isObject(value) && Object.values(value).every(isItem);
}

/** An object of which each member is what its type says; members that nobody asked for are left alone. */
export function isShape<T extends object>(needed: Needed<T>, optional: Optional<T>): Is<T> {
  const must = Object.entries<Is<unknown>>(needed);
  const may = Object.entries<Is<unknown>>(optional);
  return (value): value is T =>
    isObject(value) &&
    must.every(([name, is]) => is(value[name])) &&
    may.every(([name, is]) => value[name] === undefined || is(value[name]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
