import { notDone, type OpsError } from "../../model/error.ts";
import type { Change } from "../../model/plan.ts";
import type { Effect } from "../../model/system.ts";
import { type Agent, agentOf } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import type { HttpRequest } from "./http.ts";
import type { Leader } from "./leader.ts";
import { lookBefore, mustBeNewEnough, mutate } from "./mutate.ts";
import { v1 } from "./redirect.ts";

/** Whether frameworks are offered an agent's resources: the one field of the kind `agent` that the console changes. */
export type Offers = "all" | "none";

/** `undefined` for a change that is not about offers. */
export function offersOf(change: Change): Offers | undefined {
  const offers = change.after?.offers;
  return offers === "all" || offers === "none" ? offers : undefined;
}

export function offersNow(agent: Agent): Offers {
  return agent.isDeactivated ? "none" : "all";
}

/** `agent`: its id; `null` when none is registered, which is never offered. */
export type OffersSet = { readonly agent: string | null; readonly offers: Offers };

/**
 * Stops or resumes the offers of a host's agent (DEACTIVATE_AGENT, REACTIVATE_AGENT; Mesos 1.9). Running tasks stay.
 * What is already so is done without a call, so that repeating it is harmless. A host whose agent is gone gets no
 * offers: to stop them is done, to resume them fails.
 */
export function setOffers(cluster: Cluster, host: string, offers: Offers): Effect<OffersSet> {
  return {
    name: offers === "none" ? "stop-offers" : "resume-offers",
    repeat: "idempotent",
    async send(permit) {
      const { leader, agents } = await lookBefore(cluster, `the offers of ${host}`);
      const agent = agentOf(agents, host);
      if (!agent && offers === "none") return { agent: null, offers };
      if (!agent?.isRegistered) throw notDone(notRegistered(leader, host));
      mustBeNewEnough(leader, `the offers of ${host}`);
      if (offersNow(agent) !== offers) await mutate(cluster, leader, callFor(agent, offers), permit);
      return { agent: agent.id, offers };
    },
  };
}

function notRegistered(leader: Leader, host: string): OpsError {
  return mesosError("mesos-unknown-agent", `no agent ${host}`, `${leader.host} knows no registered agent of that name`);
}

/** DEACTIVATE_AGENT or REACTIVATE_AGENT. */
export function callFor(agent: Agent, offers: Offers): HttpRequest {
  const body = { agent_id: { value: agent.id } };
  if (offers === "none") return v1("DEACTIVATE_AGENT", { deactivate_agent: body });
  return v1("REACTIVATE_AGENT", { reactivate_agent: body });
}
