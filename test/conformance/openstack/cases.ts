import type { Case } from "./case.ts";
import identity from "./cases/identity.ts";
import lists from "./cases/lists.ts";
import servers from "./cases/servers.ts";
import volumes from "./cases/volumes.ts";

/** What must hold for the rehearsal's cloud and for a real OpenStack alike. Taken from exchanges with a real one. */
export const cases: readonly Case[] = [...identity, ...lists, ...servers, ...volumes];
