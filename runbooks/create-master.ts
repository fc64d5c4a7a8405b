import { act, argument, ask, check, newHost, runbook, type Step, wait } from "../src/runbook.ts";
import { within } from "./parts/asked.ts";
import { masterChecklist } from "./parts/master-checklist.ts";
import { upAndRunning } from "./parts/new-host.ts";
import { by, created, creationCommand, mastersAreFewerThan, nameIsFree, zoneHasNoMaster } from "./parts/server.ts";
import { type Host, hostGiven } from "./parts/site.ts";
import { ticketLasts } from "./parts/ticket.ts";

export const CreateMaster = runbook({
  title: "Create a master",
  why: `Where a master is missing. Each is in an availability zone of its own, so that the cluster goes on when one of them
goes down; there are never more masters than the environment names.`,
  parameters: [newHost("master"), { name: "zone", type: "zone", title: "the availability zone, e.g. cern-geneva-b" }],
  guards: ["new-masters", "recreation", "foreign-project"],
  scope: () => "masters",
  steps(context) {
    const host = hostGiven(context);
    const zone = argument(context, 1);
    const { rebuildWithinSeconds } = context.environment.policies;
    return [
      ...ticketLasts(host, rebuildWithinSeconds),
      mayBeMade(host),
      zoneAsked(host, zone),
      spawned(host, zone),
      ...upAndRunning(host),
      checklistPasses(host),
    ];
  },
});

function mayBeMade(host: Host): Step {
  return check({
    id: "missing",
    title: `look whether a master is missing and ${host.name} is free`,
    conditions: [nameIsFree(host), mastersAreFewerThan(host, host.environment.masters.names.length)],
    otherwise: "RebuildMaster makes one that exists anew",
  });
}

function zoneAsked(host: Host, zone: string): Step {
  return ask({
    id: "zone-taken",
    title: `say whether ${zone} takes a second master`,
    because: "make sure you use different zones, to improve availability",
    onlyIf: { condition: zoneHasNoMaster(host, zone), holds: "no", because: `${zone} has a master already` },
    question: {
      text: `${zone} has a master already: when it goes down, both do. Create ${host.name} there?`,
      shows: [],
      choices: [
        { name: "go-on", title: "two masters in one zone" },
        { name: "leave", title: "end here, to choose another zone" },
      ],
      endsWith: "leave",
    },
  });
}

function spawned(host: Host, zone: string): Step {
  return act({
    id: "create",
    title: `spawn ${host.name} in ${zone}`,
    because: `the guide's options: ${by(creationCommand(host, zone), host)}`,
    resources: [created(host, zone)],
    otherwise: "what a creation that stopped half-way leaves, a volume or a record in Foreman, is deleted by hand",
  });
}

function checklistPasses(host: Host): Step {
  return wait({
    id: "checklist",
    title: `wait until ${host.name} passes the whole checklist`,
    conditions: within(host.environment.policies.electWithinSeconds, masterChecklist(host)),
    otherwise: `CheckMaster("${host.name}") has what to do about each line`,
  });
}
