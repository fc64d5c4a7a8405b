import { listAt, textAt } from "../../model/json-at.ts";
import type { ServerRef } from "../../model/provisioner.ts";
import type { Effects, Settlement } from "../../model/system.ts";
import type { Cloud } from "./cloud.ts";
import { isNotFound } from "./volumes.ts";

/** What was asked of a server, as Nova's history has it. */
interface InstanceAction {
  readonly action: string;
  readonly requestId: string;
  readonly startTime: string;
}

async function readActions(id: string, cloud: Cloud): Promise<readonly InstanceAction[]> {
  const body = await cloud.get("compute", `/servers/${encodeURIComponent(id)}/os-instance-actions`);
  return listAt(body, "instanceActions").map((each) => ({
    action: textAt(each, "action") ?? "",
    requestId: textAt(each, "request_id") ?? "",
    startTime: textAt(each, "start_time") ?? "",
  }));
}

/**
 * Nova takes no token for an action on a server: what its history has before is journaled, so that one that is new to
 * it can be told apart, also by a console that was started anew. Gives the request ids.
 */
export async function historyBefore(server: ServerRef, cloud: Cloud, effects: Effects): Promise<readonly string[]> {
  return await effects.perform({
    name: "history",
    repeat: "idempotent",
    send: async () => (await readActions(server.id, cloud)).map(({ requestId }) => requestId),
  });
}

/** Whether an action was begun that was not in the history before. Nova notes it before it hands it on. */
export async function begunSince(
  server: ServerRef,
  action: string,
  before: readonly string[],
  cloud: Cloud,
): Promise<Settlement<string>> {
  const fresh = (await readActions(server.id, cloud)).find(
    (each) => each.action === action && !before.includes(each.requestId),
  );
  if (!fresh) return { happened: "no", evidence: `${server.name}'s history has no new ${action}` };
  const { requestId, startTime } = fresh;
  return { happened: "yes", value: requestId, evidence: `${action} ${requestId}, begun ${startTime}` };
}

/** Of a deletion: gone, or going. */
export async function goneSince(
  server: ServerRef,
  before: readonly string[],
  cloud: Cloud,
): Promise<Settlement<string>> {
  try {
    return await begunSince(server, "delete", before, cloud);
  } catch (error) {
    if (isNotFound(error)) return { happened: "yes", value: "gone", evidence: `404 for server ${server.id}` };
    throw error;
  }
}
