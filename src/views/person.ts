/** The ones who are asked and who watch. Neither Ink nor inquirer is loaded before it is needed. */
export { createPlainPerson, type PlainOptions } from "./plain-person.ts";
export { createTerminalPerson, type TerminalOptions, type TerminalPerson } from "./terminal-person.ts";
