import type { Attack } from "../../case.ts";
import { poison } from "../../poison.ts";

export default {
  title: "there is a process or a module system",
  route: "prompt",
  identity: "kind",
  typed: () => [
    poison,
    `[typeof process, typeof require, typeof module, typeof global, typeof Buffer, typeof fetch, typeof WebSocket, typeof Worker, typeof performance, typeof WebAssembly, typeof SharedArrayBuffer, typeof queueMicrotask, typeof structuredClone].filter((type) => type !== "undefined")`,
  ],
  held: { value: [] },
} satisfies Attack;
