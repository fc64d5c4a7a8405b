import { OpsError } from "../../model/error.ts";

/**
 * What went wrong between the console and a cluster.
 *
 * - `mesos-unreachable`: no connection was made, so nothing was sent.
 * - `mesos-no-answer`: something may have been sent, no whole answer came.
 * - `mesos-too-large`: the answer was larger than the limit.
 * - `mesos-no-leader`: no master proves that it leads and has recovered.
 * - `mesos-redirect`: a redirect that is not followed.
 * - `mesos-answer`: an answer that is not the expected one.
 * - `mesos-too-old`: the master's version lacks what was asked for.
 * - `mesos-unknown-agent`: no such agent is registered.
 * - `mesos-draining`: an agent is still DRAINING, and cannot be given offers again before it is done.
 * - `mesos-still-deactivated`: an agent gets no offers although they were resumed.
 * - `mesos-agent-serves`: an agent that is to be marked gone is the one that its host has now.
 */
export type MesosCode =
  | "mesos-unreachable"
  | "mesos-no-answer"
  | "mesos-too-large"
  | "mesos-no-leader"
  | "mesos-redirect"
  | "mesos-answer"
  | "mesos-too-old"
  | "mesos-unknown-agent"
  | "mesos-draining"
  | "mesos-still-deactivated"
  | "mesos-agent-serves";

const nextSteps: Record<MesosCode, string> = {
  "mesos-unreachable": "check that the masters run and that this machine may reach their ports, then look again",
  "mesos-no-answer": "look again; if it stays silent, look at that host's log",
  "mesos-too-large": "read a narrower part of the cluster's state",
  "mesos-no-leader": "wait for the election (about 10 s) and look again, at each master by itself",
  "mesos-redirect": "compare the master's --hostname with the masters of the environment",
  "mesos-answer": "look again; the master's own log says more",
  "mesos-too-old": "do it on the host, or move the stack to Mesos 1.9 or newer first",
  "mesos-unknown-agent": "look which agents are registered: one that is to come back after a failover is waited for",
  "mesos-draining":
    "restart mesos-agent on the host: it registers again, which ends a drain without tasks; then resume",
  "mesos-still-deactivated": "somebody else may be working on it: look who, then resume",
  "mesos-agent-serves": "leave it: nothing is left over of the host; or end its agent first, then try again",
};

/** An error of reason `system` that an operator understands. */
export function mesosError(code: MesosCode, what: string, why: string, cause?: unknown): OpsError {
  return new OpsError({ code, reason: "system", what, why, next: nextSteps[code], cause });
}
