import { lookFor } from "../../model/condition-table.ts";
import type { Condition, ConditionState } from "../../model/resource.ts";
import { bootedAnew, bootIdSeen } from "./boot.ts";
import { clockInStep } from "./clock.ts";
import { containerRunning } from "./containers.ts";
import { diskFree } from "./disk.ts";
import { hostKeyKnown, hostKeyShown } from "./host-key.ts";
import { type Look, type Looks, within } from "./look.ts";
import { checkedName, textOf } from "./names.ts";
import { pings, sshWorks } from "./reach.ts";

/** What can be asked of a host, by the condition's name. Each is one look. */
const conditions: Readonly<Record<string, Look>> = {
  pings,
  "ssh-works": sshWorks,
  "host-key-known": hostKeyKnown,
  "host-key-shown": hostKeyShown,
  "container-running": containerRunning,
  "disk-free": diskFree,
  "clock-in-step": clockInStep,
  "boot-id": bootIdSeen,
  "booted-anew": bootedAnew,
};

export async function holds({ name, parameters }: Condition, looks: Looks): Promise<ConditionState> {
  const look = lookFor(conditions, name, "a host");
  const host = checkedName(textOf(parameters, "host"));
  const full = `${host}.${looks.environment.domain}`;
  return within(looks.lookWithinSeconds, host, look({ host, full }, parameters, looks));
}
