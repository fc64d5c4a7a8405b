import type { Time } from "../time.ts";
import { candidates } from "./candidates.ts";
import { job } from "./job.ts";

/** How a program of the operator's machine ended, and what it printed. */
export interface ProgramEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One program: `undefined` where it is not what was asked for with these words. */
export type Program = (argv: readonly string[], time: Time) => Promise<ProgramEnd | undefined> | ProgramEnd | undefined;

/** The programs that the operator's machine has in a rehearsal. None is started: they answer from here. */
export class Programs {
  readonly #time: Time;
  readonly #known = new Map<string, Program>([
    ["docker", candidates],
    ["sabesp", job],
  ]);

  constructor(time: Time) {
    this.#time = time;
  }

  /** @param name what stands first in its words: `nu` */
  register(name: string, program: Program): void {
    this.#known.set(name, program);
  }

  /** 127 for what is not here: nothing of the operator's own machine is run. */
  async run(argv: readonly string[]): Promise<ProgramEnd> {
    const [name = "", ...words] = argv;
    const ended = await this.#known.get(name)?.(argv, this.#time);
    if (ended) return ended;
    const what = [name, ...words].join(" ").slice(0, 200);
    const stderr = `no rehearsed machine runs "${what}"\nsh: 1: exec: ${name}: not found\n`;
    return { exitCode: 127, stdout: "", stderr };
  }
}
