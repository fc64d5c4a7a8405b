import { NotDone, OpsError } from "../../model/error.ts";
import { isIssued } from "../../model/permit.ts";
import type { Change } from "../../model/plan.ts";
import type { Effect, Permit } from "../../model/system.ts";
import { type Agent, agentOf, readAgents } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { isSystemError, mesosError, quoted } from "./error.ts";
import { exchange, type HttpAnswer, type HttpRequest } from "./http.ts";
import { findLeader, type Leader } from "./leader.ts";
import { v1 } from "./redirect.ts";
import { isAtLeast } from "./version.ts";

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

/**
 * Stops or resumes the offers of a host's agent (DEACTIVATE_AGENT, REACTIVATE_AGENT; Mesos 1.9). Running tasks stay.
 * What is already so is done without a call, so that repeating it is harmless.
 */
export function setOffers(cluster: Cluster, host: string, offers: Offers): Effect<{ agent: string; offers: Offers }> {
  return {
    name: offers === "none" ? "stop-offers" : "resume-offers",
    repeat: "idempotent",
    async send(permit) {
      const { leader, agent } = await beforeSending(() => lookAt(cluster, host));
      if (offersNow(agent) !== offers) await mutate(cluster, leader, callFor(agent, offers), permit);
      return { agent: agent.id, offers };
    },
  };
}

interface Look {
  readonly leader: Leader;
  readonly agent: Agent;
}

async function lookAt(cluster: Cluster, host: string): Promise<Look> {
  const leader = await findLeader(cluster);
  const agent = agentOf(await readAgents(cluster, leader), host);
  if (!isAtLeast(leader.version, 1, 9)) {
    const why = `${leader.host} runs Mesos ${quoted(leader.version)}; offers of one agent are stopped since 1.9`;
    throw mesosError("mesos-too-old", `the offers of ${host} stay as they are`, why);
  }
  if (agent?.isRegistered) return { leader, agent };
  throw mesosError("mesos-unknown-agent", `no agent ${host}`, `${leader.host} knows no registered agent of that name`);
}

function callFor(agent: Agent, offers: Offers): HttpRequest {
  const body = { agent_id: { value: agent.id } };
  if (offers === "none") return v1("DEACTIVATE_AGENT", { deactivate_agent: body });
  return v1("REACTIVATE_AGENT", { reactivate_agent: body });
}

/** A look that fails before anything was sent proves that nothing happened. */
async function beforeSending<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw isSystemError(error) ? notDone(error) : error;
  }
}

/** The one function that sends a changing call. Its redirects are not followed: a leader that moved is looked for again. */
async function mutate(cluster: Cluster, leader: Leader, request: HttpRequest, permit: Permit): Promise<void> {
  if (!isIssued(permit)) throw notPermitted(leader);
  const answer = await sent(cluster, leader, request);
  if (answer.status === 200) return;
  const why = `${leader.host} answers ${answer.status}: ${quoted(answer.text) || "no reason given"}`;
  const error = mesosError("mesos-answer", "Mesos did not take the change", why);
  throw answer.status < 500 ? notDone(error) : error;
}

async function sent(cluster: Cluster, leader: Leader, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await exchange(cluster.reach, leader, request);
  } catch (error) {
    throw isSystemError(error) && error.code === "mesos-unreachable" ? notDone(error) : error;
  }
}

function notDone(error: OpsError): NotDone {
  const { code, reason, what, why, next } = error;
  return new NotDone({ code, reason, what, why, next, cause: error });
}

function notPermitted(leader: Leader): OpsError {
  return new OpsError({
    code: "not-permitted",
    reason: "refused",
    what: `a change of the agents at ${leader.host} was not sent`,
    why: "no guard has judged it: it does not come from a plan",
    next: "make a plan of it with a recipe",
  });
}
