import type { Instance, NetworkInterface, StateReason, Volume } from "@aws-sdk/client-ec2";
import { OpsError } from "../../model/error.ts";
import { instancesById, liveStates, networkInterfaces, volumes } from "./describe.ts";
import type { Tools } from "./kind.ts";

/** Of the world's time. As long as the SDK's own waiters (15 s x 40). */
export const settlesWithinSeconds = 600;

const dyingStates = new Set(["shutting-down", "terminated"]);

export interface Launched {
  readonly running: readonly Instance[];
  readonly dead: readonly Instance[];
}

/** After so long an instance that is not listed is none any more: EC2 forgets what terminated within the hour. */
const listedWithinMs = 300_000;

/** Until each runs or has died. */
export async function launched(ids: readonly string[], { account, effects, world }: Tools): Promise<Launched> {
  const ec2 = await account.ec2();
  const listedBy = world.clock.now() + listedWithinMs;
  return effects.wait(`${listed(ids)} ${ids.length === 1 ? "is" : "are"} running`, settlesWithinSeconds, async () => {
    const isLate = world.clock.now() >= listedBy;
    const seen = await instancesById(ec2, ids);
    const running = seen.filter(({ State }) => State?.Name === "running");
    const dead = [...seen.filter(isDying), ...(isLate ? forgotten(ids, seen) : [])];
    return running.length + dead.length === ids.length ? { running, dead } : undefined;
  });
}

function isDying({ State }: Instance): boolean {
  return dyingStates.has(State?.Name ?? "");
}

function forgotten(ids: readonly string[], seen: readonly Instance[]): readonly Instance[] {
  const known = new Set(seen.map(({ InstanceId }) => InstanceId));
  return ids.filter((id) => !known.has(id)).map((InstanceId) => ({ InstanceId }));
}

/** Until none is left; one that EC2 has forgotten counts as gone. */
export async function terminated(ids: readonly string[], { account, effects }: Tools): Promise<void> {
  const ec2 = await account.ec2();
  await effects.wait(`${listed(ids)} ${ids.length === 1 ? "is" : "are"} terminated`, settlesWithinSeconds, async () => {
    const seen = await instancesById(ec2, ids);
    return seen.every(({ State }) => State?.Name === "terminated") || undefined;
  });
}

function listed(ids: readonly string[]): string {
  return ids.length <= 3 ? ids.join(", ") : `${ids.length} instances (${ids.slice(0, 2).join(", ")}, ...)`;
}

/** The volume in that state. `isFit` may ask for more than the state. */
export async function volumeThat(id: string, what: string, isFit: (volume: Volume) => boolean, tools: Tools) {
  const ec2 = await tools.account.ec2();
  return tools.effects.wait(`${id} is ${what}`, settlesWithinSeconds, async () =>
    (await volumes(ec2, { "volume-id": [id] })).find(isFit),
  );
}

export async function interfaceThat(
  id: string,
  what: string,
  isFit: (face: NetworkInterface) => boolean,
  tools: Tools,
) {
  const ec2 = await tools.account.ec2();
  return tools.effects.wait(`${id} is ${what}`, settlesWithinSeconds, async () =>
    (await networkInterfaces(ec2, { "network-interface-id": [id] })).find(isFit),
  );
}

/** What went pending -> terminated, with the reason that EC2 gives. */
export function diedAtBirth(instance: Instance): OpsError {
  const { InstanceId = "unknown" } = instance;
  return new OpsError({
    code: "instance-died",
    reason: "system",
    what: `${InstanceId} was launched and then terminated instead of running`,
    why: reasonOf(instance.StateReason),
    next: `going on launches another in its place; aws("ec2", "GetConsoleOutput", { InstanceId: "${InstanceId}", Latest: true }) shows its console`,
  });
}

/** EC2 mostly says the code once more at the beginning of the message. */
function reasonOf({ Code = "no reason given", Message = "EC2 gives none" }: StateReason = {}): string {
  return Message.startsWith(`${Code}:`) ? Message : `${Code}: ${Message}`;
}

export function isLive({ State }: Instance): boolean {
  return liveStates.includes(State?.Name ?? "");
}
