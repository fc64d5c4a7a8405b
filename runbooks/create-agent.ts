import { act, check, newHost, runbook, type Step } from "../src/runbook.ts";
import { served } from "./parts/lifted.ts";
import { readyToBuild, upAndRunning } from "./parts/new-host.ts";
import { by, created, creationCommand, nameIsFree } from "./parts/server.ts";
import { type Host, hostGiven } from "./parts/site.ts";
import { ticketLasts } from "./parts/ticket.ts";

export const CreateAgent = runbook({
  title: "Create a build agent",
  why: `A new machine that Puppet makes a Mesos agent of. Not for a machine that is broken: RebuildAgent is much faster
and keeps its address; and not to get around a rebuild that is refused.`,
  parameters: [newHost("agent")],
  guards: ["recreation", "foreign-project"],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    return [
      ...ticketLasts(host, context.environment.policies.rebuildWithinSeconds),
      mayBeMade(host),
      spawned(host),
      ...upAndRunning(host),
      ...readyToBuild(host),
      served(host),
    ];
  },
});

function mayBeMade(host: Host): Step {
  return check({
    id: "missing",
    title: `look whether the name ${host.name} is free`,
    conditions: [nameIsFree(host)],
    otherwise: `RebuildAgent("${host.name}") makes one that exists anew`,
  });
}

function spawned(host: Host): Step {
  return act({
    id: "create",
    title: `spawn ${host.name}`,
    because: `the guide's options: ${by(creationCommand(host), host)}`,
    resources: [created(host)],
    otherwise: "what a creation that stopped half-way leaves, a volume or a record in Foreman, is deleted by hand",
  });
}
