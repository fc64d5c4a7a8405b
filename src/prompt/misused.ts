import { closest } from "../model/closest.ts";
import { OpsError } from "../model/error.ts";
import type { Word } from "./host.ts";

/**
 * What was typed uses a name as it cannot be used. V8 says which one in its message only, and so these are told by
 * nothing else.
 * @param text what was typed
 */
export function misused(error: Error, words: readonly Word[], text: string): OpsError | undefined {
  return (
    redeclared(error, words) ??
    unknownWord(error, words, text) ??
    unknownVerb(error, words, text) ??
    withoutBang(error, text) ??
    withoutAwait(error, text)
  );
}

/** One of the console's words was to mean something else. */
export function taken(name: string, cause?: unknown): OpsError {
  return usage({
    code: "taken-name",
    what: `${name}: that name belongs to the console`,
    why: "it means the same whoever types it",
    next: "take another name",
    cause,
  });
}

function redeclared(error: Error, words: readonly Word[]): OpsError | undefined {
  const [, name] = /^Identifier '([\w$]+)' has already been declared$/.exec(error.message) ?? [];
  return name && words.some((word) => word.name === name) ? taken(name, error) : undefined;
}

function unknownWord(cause: Error, words: readonly Word[], text: string): OpsError | undefined {
  const [, name] = /^([\w$]+) is not defined$/.exec(cause.message) ?? [];
  if (!name) return undefined;
  const near = closest(
    name,
    words.map((word) => word.name),
  );
  const why = near.length > 0 ? `the nearest: ${near.join(", ")}` : "nothing known here is called so";
  const next = near[0] === undefined ? "help()" : (rewritten(text, name, near[0]) ?? near[0]);
  return usage({ code: "unknown-name", what: `there is no ${name}`, why, next, cause });
}

function unknownVerb(cause: Error, words: readonly Word[], text: string): OpsError | undefined {
  const isMissing = /is not a function$|reading 'now'/.test(cause.message);
  for (const [, name, verb = ""] of isMissing ? text.matchAll(/([\w$]+)\.([\w$]+)/g) : []) {
    const verbs = words.find((word) => word.name === name)?.verbs.map((each) => each.name) ?? [];
    if (verbs.length > 0 && !verbs.includes(verb)) return noVerb(`${name}.`, verb, verbs, cause);
  }
  return undefined;
}

function noVerb(prefix: string, verb: string, verbs: readonly string[], cause: Error): OpsError {
  const near = closest(verb, verbs).map((each) => prefix + each);
  const all = verbs.map((each) => prefix + each).join(", ");
  const why = near.length > 0 ? `the nearest: ${near.join(", ")}` : "it has no such verb";
  return usage({ code: "unknown-name", what: `there is no ${prefix}${verb}`, why, next: near[0] ?? all, cause });
}

/** A bang where there is nothing to act with: `MesosCluster.status!("test")`. */
function withoutBang(cause: Error, text: string): OpsError | undefined {
  const [, callee] = /^(.+)\.now is not a function$/.exec(cause.message) ?? [];
  if (callee) {
    const why = "the bang is for what changes something";
    return usage({ code: "no-bang", what: `${callee} only looks`, why, next: unbanged(text, callee), cause });
  }
  if (!cause.message.endsWith("(reading 'now')")) return undefined;
  const names = new Set([...text.matchAll(/([\w$.]+)\s*!\s*\(/g)].map(([, name]) => name));
  const what = `there is no ${[...names].join(" or ") || "such thing"} to act with`;
  return usage({ code: "no-bang", what, why: "the bang goes with the words that act", next: "help()", cause });
}

/** What was typed, when it is short, without the bang. */
function unbanged(text: string, callee: string): string {
  return rewritten(text, `${callee}!`, callee) ?? `${callee}(…)`;
}

/** Something was read of a Promise: `inside.ts` says so. */
function withoutAwait(cause: Error, text: string): OpsError | undefined {
  const [, name] = /^a Promise has no ([\w$]+)$/.exec(cause.message) ?? [];
  if (!name) return undefined;
  const reads = [...text.matchAll(/([\w$.]+!?(?:\([^()]*\))?)\??\.([\w$]+)/g)];
  const [read = "", promise] = reads.find(([, , field]) => field === name) ?? [];
  return usage({
    code: "no-await",
    what: `there is no ${name} yet`,
    why: "it is still under way: what it gives is there once it was awaited",
    next: rewritten(text, read, `(await ${promise}).${name}`) ?? `(await …).${name}`,
    cause,
  });
}

/** A call that was given what another one has not given yet: typed again with its `await`. */
export function withAwait(error: OpsError, text: string): OpsError {
  if (error.code !== "promise-argument") return error;
  const [, call, given = ""] = /([\w$.]+!?\(\s*)([\w$.]+!?\([^()]*\))/.exec(text) ?? [];
  const next = call && rewritten(text, `${call}${given}`, `${call}await ${given}`);
  const { code, reason, what, why } = error;
  return next ? new OpsError({ code, reason, what, why, next, cause: error }) : error;
}

/** What was typed with a part of it replaced; only when it has the part and is short enough to be typed again. */
function rewritten(text: string, part: string, by: string): string | undefined {
  const typed = text.trim();
  const isShort = typed.length < 200 && !typed.includes("\n");
  return isShort && part !== "" && typed.includes(part) ? typed.replaceAll(part, () => by) : undefined;
}

function usage(init: Omit<ConstructorParameters<typeof OpsError>[0], "reason">): OpsError {
  return new OpsError({ ...init, reason: "usage" });
}
