import { isSystemError, notDone, OpsError } from "../../model/error.ts";
import { isIssued } from "../../model/permit.ts";
import { quoted } from "../../model/printable.ts";
import type { Permit } from "../../model/system.ts";
import { type Agent, readAgents } from "./agents.ts";
import type { Cluster } from "./cluster.ts";
import { mesosError } from "./error.ts";
import { exchange, type HttpAnswer, type HttpRequest } from "./http.ts";
import { findLeader, type Leader } from "./leader.ts";
import { isAtLeast } from "./version.ts";

/** A leader and the agents that it knows, just before something is changed. */
export interface Before {
  readonly leader: Leader;
  readonly agents: readonly Agent[];
}

/**
 * Fails as not done: nothing was sent. One of before 1.0 does not list agents that are not back since a failover, and is
 * too old for every change. `what`: `the offers of alibuild07`.
 */
export async function lookBefore(cluster: Cluster, what: string): Promise<Before> {
  return await beforeSending(async () => {
    const leader = await findLeader(cluster);
    if (leader.protocol === "legacy") mustBeNewEnough(leader, what);
    return { leader, agents: await readAgents(cluster, leader) };
  });
}

/** Agents are deactivated and drained since 1.9. */
export function mustBeNewEnough(leader: Leader, what: string): void {
  if (isAtLeast(leader.version, 1, 9)) return;
  const why = `${leader.host} runs Mesos ${quoted(leader.version)}; offers of one agent are stopped since 1.9`;
  throw notDone(mesosError("mesos-too-old", `${what} stay as they are`, why));
}

/** A look that fails before anything was sent proves that nothing happened. */
export async function beforeSending<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw isSystemError(error) ? notDone(error) : error;
  }
}

/** The one function that sends a changing call. Its redirects are not followed: a leader that moved is looked for again. */
export async function mutate(cluster: Cluster, leader: Leader, request: HttpRequest, permit: Permit): Promise<void> {
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

function notPermitted(leader: Leader): OpsError {
  return new OpsError({
    code: "not-permitted",
    reason: "refused",
    what: `a change of the agents at ${leader.host} was not sent`,
    why: "no guard has judged it: it does not come from a plan",
    next: "make a plan of it with a recipe or a runbook",
  });
}

/** An agent's id as a part of a step's path, which separates by slashes. */
export function stepPart(id: string): string {
  return id.replace(/[^\w.-]/g, "_");
}
