import type { ConsoleInvocation } from "./arguments.ts";
import type { Person } from "./model/run.ts";
import type { Keyboard } from "./prompt/keyboard.ts";
import { createPlainPerson, createTerminalPerson } from "./views/person.ts";

/** The one at this console: asked when something is to change, and shown how it goes. */
export interface Operator {
  readonly person: Person;
  /** Takes what is still drawn from the screen. */
  release(): void;
}

/** Nobody at a terminal: the flags answer, everything is told in plain lines. */
export function plainOperator(invocation: ConsoleInvocation): Operator {
  const person = createPlainPerson({ ...drawing(), ...invocation, stderr: process.stderr });
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
  const person = createTerminalPerson({ ...drawing(), ...invocation, ...streams, ...handOver, onInterrupt: interrupt });
  return { person, release: () => person.release() };
}

/** How wide the terminal is, and whether it wants colour. */
export function drawing() {
  const { isTTY, columns = 100 } = process.stdout;
  return { columns, hasColour: isTTY === true && !process.env.NO_COLOR };
}
