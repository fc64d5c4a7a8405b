import { act, ask, type Step, wait } from "../../src/runbook.ts";
import { within } from "./asked.ts";
import { containerIsRestarted } from "./host.ts";
import { anotherLeads, leads, masterIsJoined } from "./mesos.ts";
import { type Host, namesOf, othersThan } from "./site.ts";

/**
 * Where this master leads: offers to move the leadership, and proves that it moved. Mesos has no call to abdicate: its
 * mesos-master is restarted, and another one is elected.
 */
export function leadershipMoved(host: Host): readonly Step[] {
  const ids = { ask: `move-from-${host.name}`, act: `restart-${host.name}`, wait: `another-than-${host.name}` };
  const onlyIf = { answer: ids.ask, isOneOf: ["move"], because: "the leadership is to move" };
  return [
    ask({
      id: ids.ask,
      title: `say whether the leadership moves away from ${host.name}`,
      onlyIf: { condition: leads(host), holds: "yes", because: `${host.name} leads` },
      question: {
        text: `${host.name} leads. Move the leadership to ${namesOf(othersThan(host)).replace(" and ", " or ")}?`,
        shows: [],
        choices: [
          { name: "move", title: "restart its mesos-master: some seconds without a leader" },
          { name: "stay", title: "a failover will take care of it" },
        ],
      },
    }),
    act({
      id: ids.act,
      title: `force a leadership transition: restart mesos-master on ${host.name}`,
      onlyIf,
      resources: [containerIsRestarted(host, "mesos-master")],
    }),
    wait({
      id: ids.wait,
      title: `wait until another master leads and ${host.name} follows`,
      onlyIf,
      conditions: within(host.environment.policies.electWithinSeconds, [anotherLeads(host), masterIsJoined(host)]),
      normal: "about 10 seconds",
    }),
  ];
}
