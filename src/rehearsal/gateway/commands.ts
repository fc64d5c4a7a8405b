import type { Command } from "../hosts/command.ts";

/** What only the gateway has. */
export const gatewayCommands: readonly Command[] = [];
