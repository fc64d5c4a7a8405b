import type { Condition } from "../../src/runbook.ts";
import { clockIsInStep, hasFreeDisk, letsIn, pings, reportIsClean, runsContainer } from "./host.ts";
import { masterIsJoined, registryIsRecovered, zooKeeperServes } from "./mesos.ts";
import { isActive } from "./server.ts";
import type { Host } from "./site.ts";

/**
 * The whole checklist of one master (operations guide, "Checklist to verify the status of a master"), and what the
 * master itself says of the cluster.
 */
export function masterChecklist(host: Host): readonly Condition[] {
  return [
    isActive(host),
    reportIsClean(host),
    pings(host),
    letsIn(host),
    ...host.environment.masters.containers.map((container) => runsContainer(host, container)),
    zooKeeperServes(host),
    masterIsJoined(host),
    registryIsRecovered(host),
    hasFreeDisk(host),
    clockIsInStep(host),
  ];
}
