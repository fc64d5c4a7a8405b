import { OpsError } from "../../model/error.ts";
import { at } from "../../model/json-at.ts";
import type { ServerRef } from "../../model/provisioner.ts";
import type { Effects, Permit } from "../../model/system.ts";
import { beforeSending, type Cloud } from "./cloud.ts";
import { type Server, serverFrom } from "./servers.ts";

/**
 * Locks a server with a reason; nothing is sent when it is locked. `isAgain`: an earlier step lifted the lock.
 * What a lock does not stop: a rename, tags, an administrator (sheet, section 9, point 9).
 */
export async function lock(
  server: ServerRef,
  reason: string,
  { isAgain }: { readonly isAgain: boolean },
  cloud: Cloud,
  effects: Effects,
): Promise<void> {
  await effects.perform({
    name: isAgain ? "relock" : "lock",
    repeat: "idempotent",
    ...(isAgain && { restores: true as const }),
    async send(permit) {
      const now = await beforeSending(() => readServer(server.id, cloud)).catch((error) => goneOr(error, isAgain));
      if (!now) return `${server.name} is gone: nothing is left to lock`;
      if (now.isLocked) return `${server.name} is locked`;
      await act(server, { lock: { locked_reason: reason.slice(0, 255) } }, cloud, permit);
      return `${server.name} locked: ${reason}`;
    },
  });
}

/** To lock again what is gone is done: nobody can do anything to it. */
function goneOr(error: unknown, isAgain: boolean): undefined {
  if (isAgain && error instanceof OpsError && error.code === "cloud-not-found") return undefined;
  throw error;
}

/** Lifts a lock; nothing is sent when there is none. An administrator's lock is refused (403). */
export async function unlock(server: ServerRef, cloud: Cloud, effects: Effects): Promise<void> {
  await effects.perform({
    name: "unlock",
    repeat: "idempotent",
    async send(permit) {
      if (!(await beforeSending(() => readServer(server.id, cloud))).isLocked) return `${server.name} is not locked`;
      await act(server, { unlock: null }, cloud, permit);
      return `${server.name} unlocked`;
    },
  });
}

/** Throws `cloud-not-found` when there is none of that id. */
async function readServer(id: string, cloud: Cloud): Promise<Server> {
  return serverFrom(at(await cloud.get("compute", `/servers/${encodeURIComponent(id)}`), "server") ?? null);
}

type Action = Parameters<Cloud["send"]>[1]["body"];

/** One of Nova's actions on a server. */
export async function act(server: Pick<ServerRef, "id">, body: NonNullable<Action>, cloud: Cloud, permit: Permit) {
  const path = `/servers/${encodeURIComponent(server.id)}/action`;
  return await cloud.send("compute", { method: "POST", path, body }, permit);
}
