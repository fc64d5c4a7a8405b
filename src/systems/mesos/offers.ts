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
      const { leader, agent } = await beforeSending(() => lookAt(cluster, host));
      if (!agent && offers === "none") return { agent: null, offers };
      if (!agent?.isRegistered) throw notDone(notRegistered(leader, host));
      mustStopOffers(leader, host);
      if (offersNow(agent) !== offers) await mutate(cluster, leader, callFor(agent, offers), permit);
      return { agent: agent.id, offers };
    },
  };
}

interface Look {
  readonly leader: Leader;
  readonly agent: Agent | undefined;
}

/** One of before 1.0 does not list agents that are not back since a failover, and is too old for all of it. */
async function lookAt(cluster: Cluster, host: string): Promise<Look> {
  const leader = await findLeader(cluster);
  if (leader.protocol === "legacy") mustStopOffers(leader, host);
  return { leader, agent: agentOf(await readAgents(cluster, leader), host) };
}

function mustStopOffers(leader: Leader, host: string): void {
  if (isAtLeast(leader.version, 1, 9)) return;
  const why = `${leader.host} runs Mesos ${quoted(leader.version)}; offers of one agent are stopped since 1.9`;
  throw notDone(mesosError("mesos-too-old", `the offers of ${host} stay as they are`, why));
}

function notRegistered(leader: Leader, host: string): OpsError {
  return mesosError("mesos-unknown-agent", `no agent ${host}`, `${leader.host} knows no registered agent of that name`);
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
