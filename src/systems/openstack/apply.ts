import type { OpenStackEnvironment, ServerClass } from "../../model/environment.ts";
import { textAt } from "../../model/json-at.ts";
import type { Change } from "../../model/plan.ts";
import type { Provisioner, ServerRef, ServerSpec } from "../../model/provisioner.ts";
import type { Effects } from "../../model/system.ts";
import { cannotApply } from "./change-error.ts";
import type { Cloud } from "./cloud.ts";
import { lock, unlock } from "./locks.ts";
import { fullName, isMaster, shortName } from "./names.ts";
import { deleteVolume } from "./volume-deletion.ts";

export interface Tools {
  readonly environment: OpenStackEnvironment;
  readonly cloud: Cloud;
  readonly provisioner: Provisioner;
}

/** Makes one change: servers by the provisioner, locks and volumes by OpenStack's own calls. */
export async function apply(change: Change, effects: Effects, tools: Tools): Promise<void> {
  if (change.kind === "volume" && change.action === "delete") return await deleteVolumes(change, effects, tools);
  if (change.kind !== "server") throw cannotApply(change);
  if (change.action === "create") return await tools.provisioner.create(specOf(change, tools.environment), effects);
  const server = serverOf(change, tools.environment);
  if (change.action === "replace") {
    const { option, properties } = classOf(change.name, tools.environment).image;
    return await tools.provisioner.rebuild(server, { imageOption: option, imageProperties: properties }, effects);
  }
  if (change.action === "delete") return await tools.provisioner.remove(server, effects);
  return await act(change, server, effects, tools);
}

async function deleteVolumes({ targets }: Change, effects: Effects, { cloud }: Tools): Promise<void> {
  for (const { id, names } of targets) await deleteVolume({ id, name: names[0] ?? id }, cloud, effects);
}

async function act(change: Change, server: ServerRef, effects: Effects, tools: Tools): Promise<void> {
  const wish = textAt(change.after, "do");
  const reason = textAt(change.after, "reason") ?? "protected, see the operations guide";
  if (wish === "reboot") return await tools.provisioner.reboot(server, effects);
  if (wish === "lock") return await lock(server, reason, { isAgain: false }, tools.cloud, effects);
  if (wish === "relock") return await lock(server, reason, { isAgain: true }, tools.cloud, effects);
  if (wish === "unlock") return await unlock(server, tools.cloud, effects);
  throw cannotApply(change);
}

/** The one that was planned and judged, by its id: a name may be another's by now. */
function serverOf(change: Change, environment: OpenStackEnvironment): ServerRef {
  const target = change.targets.find(({ kind }) => kind === "server");
  if (!target) throw cannotApply(change);
  return { id: target.id, name: shortName(change.name), fullName: fullName(change.name, environment) };
}

function classOf(name: string, environment: OpenStackEnvironment): ServerClass {
  return isMaster(name, environment) ? environment.masters : environment.agents;
}

function specOf(change: Change, environment: OpenStackEnvironment): ServerSpec {
  const made = classOf(change.name, environment);
  const zone = textAt(change.after, "zone");
  return {
    name: shortName(change.name),
    fullName: fullName(change.name, environment),
    hostgroup: made.hostgroup,
    foremanEnvironment: made.foremanEnvironment,
    imageOption: made.image.option,
    imageProperties: made.image.properties,
    keypair: made.keypair,
    flavor: made.flavor,
    landbMainUser: made.landbMainUser,
    landbResponsible: made.landbResponsible,
    volume: made.volume,
    ...(zone && { zone }),
  };
}
