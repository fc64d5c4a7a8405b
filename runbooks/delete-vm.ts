import { act, ask, check, hostWith, runbook, type Step, wait } from "../src/runbook.ts";
import { within } from "./parts/asked.ts";
import { recordIsGone } from "./parts/host.ts";
import { withoutLock } from "./parts/lock.ts";
import { tasksHaveEnded } from "./parts/mesos.ts";
import { othersHealthy } from "./parts/quorum.ts";
import {
  attachedVolumesDeleted,
  by,
  deleted,
  isGone,
  nothingIsLeft,
  volumesAreGone,
  volumesAreListed,
} from "./parts/server.ts";
import { type Host, hostGiven, isAgent } from "./parts/site.ts";
import { tasksLookedAt } from "./parts/tasks.ts";
import { ticketLasts } from "./parts/ticket.ts";

export const DeleteVm = runbook({
  title: "Delete a machine of the build infrastructure, with its volumes",
  why: `Only to get rid of it for good. To recreate it right after, e.g. for some irreversible fault of the installation,
try rebuilding it first: that is much faster.
WHATEVER YOU DO, NEVER DELETE alibuild03 OR ITS ATTACHED VOLUME: that is refused however it is asked for.`,
  parameters: [hostWith("server")],
  guards: ["protected-resources", "planned-deletions", "master-servers", "recreation", "foreign-project"],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    return [
      ...ticketLasts(host, context.environment.policies.rebootWithinSeconds),
      volumesListed(host),
      ...(isAgent(host) ? [tasksLookedAt(host)] : []),
      whyAsked(host),
      ...(isAgent(host) ? [lossAsked(host)] : []),
      ...othersHealthy(host),
      ...withoutLock(host, [killed(host), gone(host)]),
      ...volumesDeleted(host),
      nothingLeft(host),
    ];
  },
});

/** Before the machine is deleted: afterwards nothing says which volumes were its. */
function volumesListed(host: Host): Step {
  return check({
    id: "volumes",
    title: `list the volumes that are attached to ${host.name}: exactly these are deleted`,
    conditions: [volumesAreListed(host)],
  });
}

function whyAsked(host: Host): Step {
  return ask({
    id: "why",
    title: `ask yourself why ${host.name} is deleted and not rebuilt`,
    question: {
      text: `Why is ${host.name} deleted for good, with its volumes, and not rebuilt? ("leave" ends here)`,
      shows: isAgent(host) ? ["volumes", "tasks"] : ["volumes"],
      endsWith: "leave",
    },
  });
}

function lossAsked(host: Host): Step {
  return ask({
    id: "loss",
    title: `say whether the tasks of ${host.name} may be lost`,
    onlyIf: { condition: tasksHaveEnded(host), holds: "no", because: "tasks run there" },
    question: {
      text: `Tasks run on ${host.name} and are lost with it. Go on?`,
      shows: ["tasks"],
      choices: [
        { name: "go-on", title: "its tasks are lost" },
        { name: "leave", title: "end here; nothing was touched" },
      ],
      endsWith: "leave",
    },
  });
}

/** One that stopped half-way may be skipped: that the machine is gone is proved by the next step, and required. */
function killed(host: Host): Step {
  return act({
    id: "kill",
    title: `delete ${host.name}: ${by(`ai-kill ${host.name}`, host)}`,
    resources: [deleted(host)],
    isRequired: false,
    otherwise: "where the machine is gone and only the rest failed: skip it; the last step says what is left",
  });
}

function gone(host: Host): Step {
  return wait({
    id: "gone",
    title: `wait until ${host.name} is gone`,
    because: "a volume of a machine that is still there cannot be deleted",
    conditions: within(host.environment.policies.rebootWithinSeconds, [isGone(host)]),
    normal: "about a minute",
  });
}

function volumesDeleted(host: Host): readonly Step[] {
  return [
    act({
      id: "delete-volumes",
      title: `delete the volumes that were attached to ${host.name}`,
      because: "they stay behind and count against the quota",
      resources: [attachedVolumesDeleted(host)],
      attemptsAtMost: 3,
    }),
    wait({
      id: "volumes-gone",
      title: `wait until the volumes of ${host.name} are gone`,
      conditions: within(host.environment.policies.rebootWithinSeconds, [volumesAreGone(host, "volumes")]),
      normal: "about a minute",
      isRequired: false,
      otherwise: "delete by hand exactly those that are named; the last step looks again",
    }),
  ];
}

function nothingLeft(host: Host): Step {
  return check({
    id: "nothing-left",
    title: `look for what is left of ${host.name}: a server, a volume, a Foreman record`,
    because: "a deletion that stopped half-way leaves a record in Foreman",
    conditions: [nothingIsLeft(host), recordIsGone(host)],
    isRequired: false,
    otherwise: "delete by hand what is named",
  });
}
