import { accessOf } from "./access.ts";
import type { Look } from "./functions.ts";
import type { Session } from "./session.ts";
import { openStackOf } from "./systems.ts";

/** What one may do in the project, and which servers it has. */
export function openStackWords(session: Session): readonly Look[] {
  return [
    {
      name: "CheckAccess",
      title: "may I work here at all: ticket or token and how long it lives, project, rights, gateway, keys",
      doc: "Read-only.",
      parameters: [],
      look: () => accessOf(session),
    },
    {
      name: "hosts",
      title: "the servers of the project",
      doc: "As OpenStack has them, with their volumes and locks.",
      parameters: [],
      look: () => serversOf(session),
    },
  ];
}

async function serversOf(session: Session): Promise<unknown> {
  const servers = await openStackOf(await session.systems()).servers();
  session.remember(servers.map(({ name }) => name));
  return servers;
}
