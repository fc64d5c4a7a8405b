import { hostWith, runbook } from "../src/runbook.ts";
import { lifted, oldAgentOffered } from "./parts/lifted.ts";
import { readyToBuild, upAndRunningAnew } from "./parts/new-host.ts";
import { agreed, rebuild } from "./parts/rebuild.ts";
import { hostGiven } from "./parts/site.ts";
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
