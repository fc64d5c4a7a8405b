/** The ones who are asked and who watch. Ink is not loaded before it is needed. */
export { createPlainPerson, type PlainOptions } from "./plain-person.ts";
export { createTerminalPerson, type TerminalOptions, type TerminalPerson } from "./terminal-person.ts";
