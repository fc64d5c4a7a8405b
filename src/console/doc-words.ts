import type { Parameter } from "../model/parameter.ts";
import type { Look } from "./functions.ts";
import type { Session } from "./session.ts";

const runbook: Parameter = { name: "runbook", type: "runbook", title: "the runbook, by its name" };

/** The runbooks as they are written, where there are any. */
export function docWords(session: Session): readonly Look[] {
  const { runbooks, environment } = session.parts;
  const [first] = [...runbooks.keys()].sort();
  if (first === undefined) return [];
  const look = async (name: string) => {
    const { runbookMarkdown } = await import("./runbook-markdown.ts");
    return runbookMarkdown(name, runbooks, environment);
  };
  return [
    {
      name: "doc",
      title: `a runbook as Markdown: doc(${JSON.stringify(first)})`,
      doc: "From the same source as the runbook itself, so that the two cannot differ.",
      parameters: [runbook],
      look,
    },
  ];
}
