import { isSystemError } from "../../model/error.ts";
import type { Json } from "../../model/json.ts";
import type { ConditionState } from "../../model/resource.ts";
import { acceptsKey, ask, complaintOf, type Look, type Looks, lineOf, no, unknown, yes } from "./look.ts";

const bootId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id of the host's present boot. Yes also of a host that hangs, which is what a hard reboot is for: where it cannot
 * be read the value is the moment of the look, and a boot that began after it is a new one. Only a host that shows a
 * wrong key is not fit: what it did could not be proved afterwards. Parameters: `{host}`.
 */
export const bootIdSeen: Look = async ({ host, full }, _, looks) => {
  const at = new Date(looks.world.clock.now()).toISOString();
  const seen = await readable(full, looks);
  if ("id" in seen) return { holds: "yes", detail: `${host} is in boot ${seen.id}`, value: seen.id };
  if (seen.code === "ssh-host-key") return no(`the reboot could not be proved: ${seen.why}`, acceptsKey(host));
  const detail = `the boot id of ${host} cannot be read (${seen.why}); a new boot is then one that began after ${at}`;
  return { holds: "yes", detail, value: { after: at } };
};

type Seen = { readonly id: string } | { readonly why: string; readonly code?: string };

async function readable(full: string, looks: Looks): Promise<Seen> {
  try {
    const result = await ask(full, ["cat", "/proc/sys/kernel/random/boot_id"], looks);
    const id = result.stdout.trim();
    return bootId.test(id) ? { id } : { why: complaintOf(result) };
  } catch (error) {
    if (isSystemError(error)) return { why: lineOf(error), code: error.code };
    throw error;
  }
}

/** Parameters: `{host, before}`: what `boot-id` gave before. */
export const bootedAnew: Look = async ({ host, full }, { before }, looks) => {
  if (typeof before === "string") return otherThan(before, host, await readable(full, looks));
  const after = afterOf(before);
  if (after !== undefined) return bootedAfter(after, host, full, looks);
  return unknown(`what boot ${host} was in before is not known`, `look at uptime on ${host}`);
};

function otherThan(before: string, host: string, now: Seen): ConditionState {
  if (!("id" in now))
    return unknown(`the boot id of ${host} cannot be read: ${now.why}`, `look at the console log of ${host}`);
  if (now.id !== before) return yes(`${host} is in a new boot: ${now.id}`);
  return no(`${host} is still in the boot it was in before: ${before}`, stillOld(host));
}

function afterOf(before: Json | undefined): number | undefined {
  if (typeof before !== "object" || before === null || !("after" in before)) return undefined;
  const after = typeof before.after === "string" ? Date.parse(before.after) : Number.NaN;
  return Number.isNaN(after) ? undefined : after;
}

function stillOld(host: string): string {
  return `if it stays so, the reboot did not take place: park, abort!("{run}"), then RebootServer!("${host}")`;
}

/** `/proc/uptime`: seconds since the boot, and idle. */
async function bootedAfter(after: number, host: string, full: string, looks: Looks): Promise<ConditionState> {
  const result = await ask(full, ["cat", "/proc/uptime"], looks);
  const uptimeSeconds = Number(/^(\d+(?:\.\d+)?) /.exec(result.stdout)?.[1] ?? Number.NaN);
  if (Number.isNaN(uptimeSeconds))
    return unknown(`the uptime of ${host} cannot be read: ${complaintOf(result)}`, "look again");
  const bootedAt = looks.world.clock.now() - uptimeSeconds * 1000;
  const detail = `${host} booted at ${new Date(bootedAt).toISOString()}`;
  return bootedAt > after ? yes(detail) : no(detail, stillOld(host));
}
