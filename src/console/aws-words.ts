import { stackNames } from "../model/environment.ts";
import type { Parameter } from "../model/parameter.ts";
import { hasSources } from "../runbook.ts";
import { accessOf } from "./access.ts";
import { unknown } from "./compose.ts";
import type { Look } from "./functions.ts";
import type { Session } from "./session.ts";
import { awsOf } from "./systems.ts";

const stack: Parameter = { name: "stack", type: "stack", title: "the stack, e.g. test" };

/** What one may do in the account and which hosts it has. */
export function awsWords(session: Session): readonly Look[] {
  return [
    {
      name: "CheckAccess",
      title: "may I work here at all: credentials, account, region, rights, expiry; GitHub, GoCD, Airflow",
      doc: "Read-only; rights are tried with EC2's permission probe, which changes nothing.",
      parameters: [],
      look: () => accessOf(session),
    },
    {
      name: "hosts",
      title: "the hosts of a stack",
      doc: "As the account has them; those that no recipe made are marked.",
      parameters: [stack],
      look: (name) => hostsOf(name, session),
    },
    ...(hasSources(session.parts.environment) ? [versions(session)] : []),
  ];
}

function versions(session: Session): Look {
  return {
    name: "versions",
    title: "every pin of Mesos and of what hangs on it, what every stack runs, and where they disagree",
    doc: "Read-only. A disagreement is no failure: the exit status is 1 only where something could not be read.",
    parameters: [],
    look: async () => {
      const { lookAtVersions } = await import("./versions.ts");
      return lookAtVersions(session);
    },
  };
}

async function hostsOf(stackName: string, session: Session): Promise<unknown> {
  const stacks = stackNames(session.parts.environment);
  if (!stacks.includes(stackName)) unknown("stack", stackName, stacks);
  const found = await awsOf(await session.systems()).hosts(stackName);
  session.remember(found.flatMap(({ id, host }) => [id, host]));
  return found;
}
