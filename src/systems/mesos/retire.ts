import { notDone } from "../../model/error.ts";
import { quoted } from "../../model/printable.ts";
import type { Effect } from "../../model/system.ts";
import { type Agent, agentOf } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { lookBefore, mustBeNewEnough, mutate } from "./mutate.ts";
import { v1 } from "./redirect.ts";

/** `agent`: its id; `null` when none is registered any more. */
export type Retired = { readonly agent: string | null };

/**
 * Marks the agent of a host gone that is about to be ended (MARK_AGENT_GONE, sheet, section 3): deactivated before,
 * and without tasks. Its id stays gone for good; the host's successor registers with another. Of a host without an
 * agent it is done already, so that repeating it is harmless.
 */
export function retire(cluster: Cluster, host: string): Effect<Retired> {
  return {
    name: "mark-gone",
    repeat: "idempotent",
    async send(permit) {
      const { leader, agents } = await lookBefore(cluster, `the agent of ${host}`);
      const agent = agentOf(agents, host);
      if (!agent) return { agent: null };
      mustBeNewEnough(leader, `the agent of ${host}`);
      mustBeIdle(agent, host);
      await mutate(
        cluster,
        leader,
        v1("MARK_AGENT_GONE", { mark_agent_gone: { agent_id: { value: agent.id } } }),
        permit,
      );
      return { agent: agent.id };
    },
  };
}

/** Marked gone, it is told to shut down, and its tasks with it. */
function mustBeIdle(agent: Agent, host: string): void {
  const why = !agent.isDeactivated
    ? "it is offered: it may get tasks at any moment"
    : agent.isHoldingResources && "tasks or executors still hold resources of it";
  if (why)
    throw notDone(mesosError("mesos-agent-serves", `the agent ${quoted(agent.id)} of ${host} still serves`, why));
}
