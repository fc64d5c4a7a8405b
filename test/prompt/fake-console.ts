import { inspect } from "node:util";
import { OpsError } from "../../src/model/error.ts";
import type { Console, Word } from "../../src/prompt/host.ts";
import { createQueue } from "../../src/prompt/queue.ts";
import { verb } from "../../src/prompt/verb.ts";

const stack = { name: "stack", type: "stack", title: "the stack" } as const;
const host = { name: "host", type: "host", title: "the host" } as const;

export const words: readonly Word[] = [
  {
    name: "Fleet",
    title: "some hosts",
    doc: "For tests.",
    verbs: [
      { name: "create", title: "make it so", parameters: [stack], hasBang: true },
      { name: "replace", title: "make a host anew", parameters: [stack, { ...host, isRest: true }], hasBang: true },
    ],
  },
  { name: "runs", title: "all runs", doc: "", verbs: [], call: { parameters: [], hasBang: false } },
  {
    name: "show",
    title: "one run",
    doc: "",
    verbs: [],
    call: { parameters: [{ name: "run", type: "run", title: "the run" }], hasBang: false },
  },
];

export interface FakeConsole extends Console {
  /** What began and ended, in order: `begin a`, `end a`. */
  readonly log: readonly string[];
}

/**
 * A console without a world. What its application does depends on the stack: `bad` throws, `parked` gives a parked
 * value, `slow` tells `begun` and goes on until it is interrupted, `ask` asks by `ask`; every other is done.
 */
export function fakeConsole(ask: () => Promise<string> = async () => "", begun = (_name: string) => {}): FakeConsole {
  const log: string[] = [];
  let interrupted: (() => void) | undefined;
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    bad: async () => {
      throw new OpsError({ code: "bad", reason: "system", what: "bad failed", why: "it always does", next: "give up" });
    },
    parked: async () => ({ status: "parked" }),
    slow: () =>
      new Promise((_resolve, reject) => {
        begun("slow");
        interrupted = () => {
          interrupted = undefined;
          reject(
            new OpsError({ code: "p", reason: "parked", what: "r1 is parked", why: "Ctrl-C", next: 'resume!("r1")' }),
          );
        };
      }),
    ask: async () => ({ answer: await ask() }),
  };
  const act = async (name: unknown) => {
    log.push(`begin ${name}`);
    try {
      return await (acts[String(name)] ?? (async () => ({ created: name })))();
    } finally {
      log.push(`end ${name}`);
    }
  };
  const exitStatusOf = (value: unknown) => (inspect(value).includes("parked") ? 4 : 0);
  const queue = createQueue((value) => exitStatusOf(value) === 0);
  const look = async (...args: unknown[]) => ({ plan: args });
  return {
    log,
    queue,
    words,
    failures: [],
    promptText: "fake > ",
    bindings: {
      Fleet: Object.freeze({
        create: verb("Fleet.create", look, act, queue),
        replace: verb("Fleet.replace", look, act, queue),
      }),
      runs: async () => [],
      show: async (id: unknown) => ({ run: id }),
      never: () => new Promise(() => {}),
    },
    candidates: (type) => (type === "stack" ? ["dev", "stable", "test"] : type === "run" ? ["r1", "r2"] : []),
    show: (value) => (value instanceof OpsError ? `!! ${value.what}\n   ${value.why}\n   ${value.next}` : shown(value)),
    toJson: (value) => value,
    exitStatusOf,
    banner: () => "A fake console.",
    interrupt: () => {
      if (!interrupted) return false;
      interrupted();
      return true;
    },
    close: async () => {},
  };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}
