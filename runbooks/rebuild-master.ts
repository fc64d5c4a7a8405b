import { check, hostWith, runbook, type Step, wait } from "../src/runbook.ts";
import { within } from "./parts/asked.ts";
import { leadershipMoved } from "./parts/leadership.ts";
import { masterChecklist } from "./parts/master-checklist.ts";
import { quorumIsComplete } from "./parts/mesos.ts";
import { upAndRunningAnew } from "./parts/new-host.ts";
import { agreed, rebuild } from "./parts/rebuild.ts";
import { othersAreAtRest } from "./parts/server.ts";
import { type Host, hostGiven, namesOf, othersThan } from "./parts/site.ts";
import { ticketLasts } from "./parts/ticket.ts";

export const RebuildMaster = runbook({
  title: "Rebuild a master",
  why: `Potentially disruptive: at least two masters have to be up and running for new jobs to be scheduled. So it is
agreed, the other two are proved to function, and one master is touched at a time.`,
  parameters: [hostWith("master")],
  guards: ["protected-resources", "master-servers", "foreign-project"],
  scope: () => "masters",
  steps(context) {
    const host = hostGiven(context);
    return [
      ...ticketLasts(host, context.environment.policies.rebuildWithinSeconds),
      agreed(host),
      othersPass(host, "others", `make sure that ${namesOf(othersThan(host))} are properly functioning`),
      ...leadershipMoved(host),
      othersPass(host, "others-now", `look again at ${namesOf(othersThan(host))}, at the moment of the rebuild`),
      rebuild(host),
      ...upAndRunningAnew(host),
      ...wholeAgain(host),
    ];
  },
});

/** The whole checklist of each, at once. */
function othersPass(host: Host, id: string, title: string): Step {
  return check({
    id,
    title,
    because: "with fewer than two masters no new jobs are scheduled",
    conditions: [...othersThan(host).flatMap(masterChecklist), othersAreAtRest(host)],
    otherwise: "CheckMasters() has what to do about each line; mend them before this one",
  });
}

function wholeAgain(host: Host): readonly Step[] {
  const { environment } = host;
  const { electWithinSeconds } = environment.policies;
  return [
    wait({
      id: "checklist",
      title: `wait until ${host.name} passes the whole checklist`,
      conditions: within(electWithinSeconds, masterChecklist(host)),
      otherwise: `CheckMaster("${host.name}") has what to do about each line`,
    }),
    wait({
      id: "quorum",
      title: `wait until all ${environment.masters.names.length} masters are in the quorum again`,
      conditions: [quorumIsComplete(environment)],
      otherwise: `CheckMasters() shows which one is not; one that serves nothing is healed by ${rebootsOf(host)}`,
    }),
  ];
}

function rebootsOf(host: Host): string {
  return othersThan(host)
    .map(({ name }) => `RebootServer!("${name}")`)
    .join(" or ");
}
