import type { AwsEnvironment } from "../../model/environment.ts";
import type { Draft } from "../../model/plan.ts";
import { keyOf } from "../../model/resource.ts";

export interface Drain {
  readonly stack: string;
  /** The agent's host name in Mesos: the instance's private DNS name. */
  readonly host: string;
  readonly because: string;
  readonly withinSeconds?: number;
  readonly needs?: readonly string[];
}

/**
 * What comes before a host is ended: no new offers for its agent, its tasks end, then it is marked gone. A deactivated
 * agent that merely stays away is kept in the masters' registry for weeks, and an older master could not recover that.
 * Empty where the environment does not say where the stack's Mesos is.
 */
export function leaving(drain: Drain, { stacks, policies }: AwsEnvironment): readonly Draft[] {
  if (stacks[drain.stack]?.mesos === undefined) return [];
  const first = noOffers({ withinSeconds: policies.tasksEndWithinSeconds, ...drain });
  return [first, gone(drain, idOf(first))];
}

/** As the engine will call its change. */
export function idOf({ action, kind, name }: Draft): string {
  return `${action} ${keyOf({ kind, name })}`;
}

function noOffers({ stack, host, because, needs = [], withinSeconds }: Drain & { withinSeconds: number }): Draft {
  const tasksEnd = {
    system: "mesos",
    name: "tasks-ended",
    stack,
    parameters: { hostname: host },
    what: `the tasks on ${host} ended`,
    withinSeconds,
  };
  return {
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
  };
}

/** It cannot be taken back. What replaces the host is as disruptive. */
function gone({ host, because }: Drain, drained: string): Draft {
  return {
    action: "act",
    system: "mesos",
    kind: "gone-agent",
    name: host,
    risk: "disruptive",
    does: `mark the agent of ${host} gone: nothing runs there any more`,
    because,
    after: { gone: true },
    targets: [],
    needs: [drained],
  };
}
