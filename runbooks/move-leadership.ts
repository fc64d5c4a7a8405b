import { check, runbook } from "../src/runbook.ts";
import { leadershipMoved } from "./parts/leadership.ts";
import {
  leaderIsElected,
  masterIsJoined,
  quorumIsComplete,
  registryIsRecovered,
  zooKeeperServes,
} from "./parts/mesos.ts";
import { type Host, mastersOf } from "./parts/site.ts";

export const MoveLeadership = runbook({
  title: "Move the leadership to another master",
  why: `Before the leading master is worked on. Mesos has no call to abdicate: the mesos-master that leads is restarted
while all others are healthy, and another one is elected. Tasks go on; for some seconds nothing new is scheduled.`,
  parameters: [],
  guards: ["master-servers"],
  scope: () => "masters",
  steps: ({ environment }) => [
    check({
      id: "healthy",
      title: "make sure that all masters are healthy and one leads",
      conditions: [
        ...mastersOf(environment).flatMap(isFit),
        leaderIsElected(environment),
        quorumIsComplete(environment),
      ],
      otherwise: "CheckMasters() has what to do about each line",
    }),
    // All are asked before one is restarted, so that only the one that leads now is: the next leader keeps its place.
    ...byKind(mastersOf(environment).map(leadershipMoved)),
    check({ id: "led", title: "look who leads now", conditions: [leaderIsElected(environment)] }),
  ],
});

function isFit(master: Host) {
  return [zooKeeperServes(master), masterIsJoined(master), registryIsRecovered(master)];
}

function byKind<T>(rows: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: longest }, (_, column) => rows.flatMap((row) => row.slice(column, column + 1))).flat();
}
