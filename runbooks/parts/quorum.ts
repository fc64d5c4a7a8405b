import { check, type Step } from "../../src/runbook.ts";
import { othersAreHealthy, servesNothing } from "./mesos.ts";
import { othersAreAtRest } from "./server.ts";
import { type Host, isMaster, namesOf, othersThan } from "./site.ts";

/**
 * Before a master is taken away for a while: two others have to be healthy. One that serves nothing takes nothing away;
 * the guard then asks for its typed name.
 */
export function othersHealthy(host: Host): readonly Step[] {
  if (!isMaster(host)) return [];
  return [
    check({
      id: "others",
      title: `make sure that ${namesOf(othersThan(host))} are healthy`,
      because: "with fewer than two masters no new jobs are scheduled",
      onlyIf: { condition: servesNothing(host), holds: "no", because: `${host.name} serves` },
      conditions: [othersAreHealthy(host), othersAreAtRest(host)],
      otherwise: "CheckMasters() has what to do about each line; mend them before this one",
    }),
  ];
}
