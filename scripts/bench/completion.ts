import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { complete } from "#src/prompt/complete.ts";
import type { Word } from "#src/prompt/host.ts";
import { percentile, type Row } from "./row.ts";

const word: Word = {
  name: "MesosFixed",
  title: "",
  doc: "",
  verbs: [
    {
      name: "replace",
      title: "",
      hasBang: true,
      parameters: [
        { name: "stack", type: "stack", title: "" },
        { name: "hosts", type: "host", isRest: true, title: "" },
      ],
    },
  ],
};

/** Each key of a host's name, and two Tabs after it, through the line editor that the prompt has. */
export async function completionRows(): Promise<readonly Row[]> {
  const few = percentile(99, await keystrokes(hostNames(10)));
  const many = percentile(99, await keystrokes(hostNames(10_000)));
  return [
    {
      what: "a keystroke's completion over 10,000 hosts, 99 % within",
      measured: `${many.toFixed(2)} ms`,
      comparedWith: `10 hosts ${few.toFixed(2)} ms`,
      ratio: many / few,
      promised: "within 16 ms",
      isKept: many <= 16,
    },
  ];
}

function hostNames(count: number): readonly string[] {
  const hosts = Array.from({ length: count }, (_, index) => `ip-10-20-${index >> 8}-${index & 255}.ec2.internal`);
  return hosts.sort();
}

/** Milliseconds of each keystroke, until what it shows is written. */
async function keystrokes(hosts: readonly string[]): Promise<readonly number[]> {
  const output = Object.assign(new PassThrough().resume(), { columns: 100 });
  const completer = (line: string) => complete(line, [word], (type) => (type === "host" ? hosts : ["test"]));
  const editor = createInterface({ input: new PassThrough(), output, terminal: true, completer });
  const times: number[] = [];
  for (const typed of someBeginnings(hosts)) {
    editor.write(null, { ctrl: true, name: "u" });
    editor.write(`MesosFixed.replace("test", "${typed.slice(0, -1)}`);
    times.push(await timeOf(() => editor.write(typed.slice(-1))));
    times.push(await timeOf(() => editor.write(null, { name: "tab" })));
    times.push(await timeOf(() => editor.write(null, { name: "tab" })));
  }
  editor.close();
  return times;
}

/** Of a hundred hosts, each beginning of each name up to its domain. */
function someBeginnings(hosts: readonly string[]): readonly string[] {
  const some = Array.from({ length: 100 }, (_, index) => hosts[(index * 7919) % hosts.length] ?? "");
  return some.flatMap((host) => [...host.slice(0, host.indexOf("."))].map((_, index) => host.slice(0, index + 1)));
}

/** The editor completes in the background: it is done with a key when the loop turns. */
async function timeOf(press: () => void): Promise<number> {
  const startedAt = performance.now();
  press();
  await setImmediate();
  return performance.now() - startedAt;
}
