import { act, ask, type Proviso, type Step, type WaitStep, wait } from "../../src/runbook.ts";
import { within } from "./asked.ts";
import { hasNoOldAgent, isServing, markedGone, offeredAgain } from "./mesos.ts";
import type { Host } from "./site.ts";

/** Lifts what `emptied` did, whatever happened in between, and proves that the host serves. */
export function lifted(host: Host): readonly Step[] {
  return [
    act({
      id: "lift",
      title: `lift the cordon of ${host.name}: every agent there gets tasks again`,
      because: "a cordon survives reboots and failovers; one that is still DRAINING is waited for",
      onlyIf: wasEmptied(host),
      resources: [offeredAgain(host)],
    }),
    { ...served(host), onlyIf: wasEmptied(host) },
  ];
}

function wasEmptied(host: Host): Proviso {
  return { answer: "way", isOneOf: ["cordon", "drain"], because: `${host.name} was cordoned or drained` };
}

export function served(host: Host): WaitStep {
  return wait({
    id: "serves",
    title: `wait until ${host.name} serves: registered, and offered to frameworks`,
    conditions: within(host.environment.policies.registerWithinSeconds, [isServing(host)]),
    normal: "a minute or two",
  });
}

/** A rebuilt agent has a new id. The old one is known until it is marked gone or forgotten. */
export function oldAgentOffered(host: Host): readonly Step[] {
  return [
    ask({
      id: "old-id",
      title: "say whether the old agent id is marked gone",
      onlyIf: { condition: hasNoOldAgent(host, "tasks"), holds: "no", because: "Mesos still knows the old agent" },
      question: {
        text: `Mesos still knows the agent that ${host.name} was before. Mark it gone?`,
        shows: [],
        choices: [
          { name: "gone", title: "for good: its volumes and reservations are given up, its tasks are reported gone" },
          { name: "keep", title: "leave it to time out by itself" },
        ],
      },
    }),
    act({
      id: "mark-gone",
      title: "mark the old agent id gone",
      onlyIf: { answer: "old-id", isOneOf: ["gone"], because: "the old id is not to come back" },
      resources: [markedGone(host, "tasks")],
      isRequired: false,
    }),
  ];
}
