import { act, attest, hostWith, runbook, type Step } from "../src/runbook.ts";
import { lifted, oldAgentOffered } from "./parts/lifted.ts";
import { readyToBuild, upAndRunningAnew } from "./parts/new-host.ts";
import { by, rebuildCommand, rebuilt } from "./parts/server.ts";
import { type Host, hostGiven } from "./parts/site.ts";
import { emptied, tasksLookedAt } from "./parts/tasks.ts";
import { ticketLasts } from "./parts/ticket.ts";

export const RebuildAgent = runbook({
  title: "Rebuild a build agent",
  why: `Potentially a problem, since the machine might be doing something, e.g. building a release, which should not in
general be interrupted. Its root disk is made anew; address, name and attached volume stay.
NEVER rebuild alibuild03 and alibuild09: that is refused however it is asked for.`,
  parameters: [hostWith("agent")],
  guards: ["protected-resources", "foreign-project"],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    return [
      ...ticketLasts(host, context.environment.policies.rebuildWithinSeconds),
      agreed(host),
      tasksLookedAt(host),
      ...emptied(host),
      rebuild(host),
      ...upAndRunningAnew(host),
      ...readyToBuild(host),
      ...lifted(host),
      ...oldAgentOffered(host),
    ];
  },
});

function agreed(host: Host): Step {
  return attest({
    id: "agreed",
    title: `discuss with your colleagues whether rebuilding ${host.name} is a good idea`,
    question: { text: `Who agreed that ${host.name} is rebuilt, and what for?`, shows: [] },
  });
}

function rebuild(host: Host): Step {
  return act({
    id: "rebuild",
    title: `rebuild ${host.name}: ${by(rebuildCommand(host), host)}`,
    because: "its root disk is lost and made anew; its address and its attached volume stay",
    resources: [rebuilt(host)],
  });
}
