import { act, check, hostWith, runbook, type Step, wait } from "../src/runbook.ts";
import { within } from "./parts/asked.ts";
import { bootedAnew, bootIdIsKnown } from "./parts/host.ts";
import { lifted } from "./parts/lifted.ts";
import { withoutLock } from "./parts/lock.ts";
import { masterIsJoined, zooKeeperServes } from "./parts/mesos.ts";
import { registered } from "./parts/new-host.ts";
import { othersHealthy } from "./parts/quorum.ts";
import { by, hardRebooted } from "./parts/server.ts";
import { type Host, hostGiven, isAgent, isMaster } from "./parts/site.ts";
import { emptiedOrNot, tasksLookedAt } from "./parts/tasks.ts";
import { ticketLasts } from "./parts/ticket.ts";

export const RebootServer = runbook({
  title: "Reboot a Mesos server, hard",
  why: `In case there is an issue with a host: to bring it back to a working state. What runs there is lost; nothing on
its disks is. A master only while two others are healthy, or when it serves nothing anyway. A protected server that is
locked in Nova is unlocked for it, and locked again whatever happens.`,
  parameters: [hostWith("server")],
  guards: ["master-servers", "foreign-project"],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    return [
      ...ticketLasts(host, context.environment.policies.rebootWithinSeconds),
      ...(isAgent(host) ? [tasksLookedAt(host), ...emptiedOrNot(host)] : []),
      ...othersHealthy(host),
      bootIdRead(host),
      ...withoutLock(host, [rebooted(host)]),
      provedByBootId(host),
      ...(isMaster(host) ? [joined(host)] : []),
      ...(isAgent(host) ? [registered(host), ...lifted(host)] : []),
    ];
  },
});

function bootIdRead(host: Host): Step {
  return check({
    id: "boot-before",
    title: `read the boot id of ${host.name}`,
    because: "OpenStack calls a reboot that failed a success; a new boot id proves it",
    conditions: [bootIdIsKnown(host)],
  });
}

function rebooted(host: Host): Step {
  return act({
    id: "reboot",
    title: `reboot ${host.name}: ${by(`openstack server reboot --hard ${host.name}`, host)}`,
    resources: [hardRebooted(host)],
  });
}

function provedByBootId(host: Host): Step {
  return wait({
    id: "booted",
    title: `wait until ${host.name} has booted anew`,
    conditions: within(host.environment.policies.rebootWithinSeconds, [bootedAnew(host, "boot-before")]),
    normal: "some minutes",
    otherwise: "no answer: see the server's console",
  });
}

function joined(host: Host): Step {
  return wait({
    id: "joined",
    title: `wait until ${host.name} serves again`,
    conditions: within(host.environment.policies.rebootWithinSeconds, [zooKeeperServes(host), masterIsJoined(host)]),
    normal: "a minute or two",
  });
}
