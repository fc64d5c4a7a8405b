import type { Parameter } from "../model/parameter.ts";
import type { Look } from "./functions.ts";
import type { Session } from "./session.ts";
import { openStackOf } from "./systems.ts";

const runbook: Parameter = { name: "runbook", type: "runbook", title: "the runbook, e.g. RebuildMaster" };

/** What one may do in the project, which servers it has, and the runbooks as they are written. */
export function openStackWords(session: Session): readonly Look[] {
  return [
    {
      name: "CheckAccess",
      title: "may I work here at all: ticket or token and how long it lives, project, rights, gateway, keys",
      doc: "Read-only.",
      parameters: [],
      look: async () => {
        const { access = [] } = await session.systems();
        return (await Promise.all(access.map((check) => check()))).flat();
      },
    },
    {
      name: "hosts",
      title: "the servers of the project",
      doc: "As OpenStack has them, with their volumes and locks.",
      parameters: [],
      look: () => serversOf(session),
    },
    {
      name: "doc",
      title: 'a runbook as Markdown: doc("RebuildMaster")',
      doc: "From the same source as the runbook itself, so that the two cannot differ.",
      parameters: [runbook],
      look: async (name) => {
        const { runbookMarkdown } = await import("./runbook-markdown.ts");
        return runbookMarkdown(name, session.parts.runbooks, session.parts.environment);
      },
    },
  ];
}

async function serversOf(session: Session): Promise<unknown> {
  const servers = await openStackOf(await session.systems()).servers();
  session.remember(servers.map(({ name }) => name));
  return servers;
}
