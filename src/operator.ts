import { createRequire } from "node:module";
import type { ConsoleInvocation } from "./arguments.ts";
import type { Person } from "./model/run.ts";
import type { Keyboard } from "./prompt/keyboard.ts";
import type { TerminalPerson } from "./views/person.ts";
import { terminalScreen } from "./views/screen.ts";

const require = createRequire(import.meta.url);

/** Loaded when somebody is first asked or shown something, not before the prompt. */
const views = (): typeof import("./views/person.ts") => require("./views/person.ts");

/** The one at this console: asked when something is to change, and shown how it goes. */
export interface Operator {
  readonly person: Person;
  /** Takes what is still drawn from the screen. */
  release(): void;
}

/** Nobody at a terminal: the flags answer, everything is told in plain lines. */
export function plainOperator(invocation: ConsoleInvocation): Operator {
  const person = views().createPlainPerson({ ...terminalScreen(), ...invocation, stderr: process.stderr });
  return { person, release: () => {} };
}

/**
 * A person at a terminal.
 * @param keyboard the prompt's, which lends the terminal; absent: the terminal is nobody else's
 * @param interrupt Ctrl-C while a run goes on
 */
export function terminalOperator(
  invocation: ConsoleInvocation,
  keyboard: Keyboard | undefined,
  interrupt: () => void,
): Operator {
  const { stdin, stdout, stderr } = process;
  const handOver = keyboard && { handOver: <T>(work: () => Promise<T>) => keyboard.give(work) };
  const streams = { stdin, stdout, stderr };
  const options = { ...invocation, ...streams, ...handOver, onInterrupt: interrupt };
  const person = lately(() => views().createTerminalPerson({ ...terminalScreen(), ...options }));
  return { person, release: () => person.release() };
}

function lately(make: () => TerminalPerson): TerminalPerson {
  let made: TerminalPerson | undefined;
  const person = () => {
    made ??= make();
    return made;
  };
  return {
    ask: (question, park) => person().ask(question, park),
    show: (event) => person().show(event),
    lend: (work) => person().lend(work),
    release: () => made?.release(),
  };
}
