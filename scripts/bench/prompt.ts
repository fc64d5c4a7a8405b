import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { percentile, type Row } from "./row.ts";
import { timeToPrompt } from "./terminal.ts";

const root = join(import.meta.dirname, "../..");
const rounds = 15;
/** The first rounds fill the compile cache and start the rehearsal world. */
const warmUps = 2;

interface Program {
  readonly what: string;
  readonly command: string;
  readonly prompt: string;
}

const bare: Program = { what: "bare node REPL", command: "node", prompt: "> " };
const consoles: readonly Program[] = [
  { what: "prompt visible", command: `"${root}/console" cantareira`, prompt: "cantareira > " },
  {
    what: "prompt visible, in rehearsal",
    command: `"${root}/console" cantareira --rehearse`,
    prompt: "cantareira REHEARSAL > ",
  },
];

/** How long until one can type, beside the bare REPL of the same Node; in turns, so that a busy machine slows all. */
export async function promptRows(home: string): Promise<readonly Row[]> {
  const env = {
    ...process.env,
    MESOS_CONSOLE_HOME: home,
    NODE_REPL_HISTORY: "",
    PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
    TERM: "xterm",
  };
  const times = new Map<Program, number[]>([bare, ...consoles].map((program) => [program, []]));
  for (let round = -warmUps; round < rounds; round += 1)
    for (const [program, measured] of times) {
      const milliseconds = await timeToPrompt(program.command, program.prompt, env);
      if (round >= 0) measured.push(milliseconds);
    }
  execFileSync(join(root, "console"), ["cantareira", "--rehearse", "-e", "stopWorld()"], { env });
  const median = (program: Program) => percentile(50, times.get(program) ?? []);
  return consoles.map((program) => rowOf(program.what, median(program), median(bare)));
}

function rowOf(what: string, milliseconds: number, bareMilliseconds: number): Row {
  const ratio = milliseconds / bareMilliseconds;
  return {
    what,
    measured: `${milliseconds.toFixed(0)} ms`,
    comparedWith: `${bare.what} ${bareMilliseconds.toFixed(0)} ms`,
    ratio,
    promised: "at most 3 times",
    isKept: ratio <= 3,
  };
}
