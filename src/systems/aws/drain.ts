import type { AwsEnvironment } from "../../model/environment.ts";
import type { Draft } from "../../model/plan.ts";

export interface Drain {
  readonly stack: string;
  /** The agent's host name in Mesos: the instance's private DNS name. */
  readonly host: string;
  readonly because: string;
  readonly withinSeconds?: number;
  readonly needs?: readonly string[];
}

/**
 * No new offers for the agent, then its tasks are waited for. Empty where the environment does not say where the
 * stack's Mesos is.
 */
export function noOffers(drain: Drain, { stacks, policies }: AwsEnvironment): readonly Draft[] {
  const { stack, host, because, needs = [], withinSeconds = policies.tasksEndWithinSeconds } = drain;
  if (stacks[stack]?.mesos === undefined) return [];
  const tasksEnd = {
    system: "mesos",
    name: "tasks-ended",
    stack,
    parameters: { hostname: host },
    what: `the tasks on ${host} ended`,
    withinSeconds,
  };
  return [
    {
      action: "act",
      system: "mesos",
      kind: "agent",
      name: host,
      risk: "safe",
      does: `no new tasks for ${host}, and its own may end`,
      because,
      after: { offers: "none" },
      targets: [],
      needs,
      waits: [tasksEnd],
    },
  ];
}
