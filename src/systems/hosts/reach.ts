import { OpsError } from "../../model/error.ts";
import type { ConditionState } from "../../model/resource.ts";
import { ask, complaintOf, type Look, type Looks, lineOf, nextOf, no, unknown, yes } from "./look.ts";

const echoSeconds = 2;

/** One ICMP echo, from here or, where that is not answered, from the gateway: it may reach more. Parameters: `{host}`. */
export const pings: Look = async ({ host, full }, _, looks) => {
  const isAnswered = await echoed(full, looks);
  if (isAnswered) return answered(true, host, "");
  const gateway = looks.environment.gateway?.host;
  if (gateway !== undefined) return fromGateway(host, full, gateway, looks);
  if (isAnswered === false) return answered(false, host, "");
  return unknown("this machine may not send ICMP, and there is no gateway", `ping ${full} by hand`);
};

/** `undefined`: this machine cannot tell. */
async function echoed(full: string, { world }: Looks): Promise<boolean | undefined> {
  try {
    return await world.echo?.(full, echoSeconds);
  } catch {
    return undefined;
  }
}

/** Exit codes of ping(8): 0 answered, 1 no answer, 2 anything else, such as an unknown name. */
async function fromGateway(host: string, full: string, gateway: string, looks: Looks): Promise<ConditionState> {
  const result = await ask(gateway, ["ping", "-c", "1", "-W", String(echoSeconds), full], looks);
  const from = ` (from ${gateway})`;
  if (result.exitCode === 0 || result.exitCode === 1) return answered(result.exitCode === 0, host, from);
  return unknown(`ping on ${gateway}: ${complaintOf(result)}`, `look whether ${full} has an address`);
}

function answered(isAnswered: boolean, host: string, from: string): ConditionState {
  if (isAnswered) return yes(`${host} answers an ICMP echo${from}`);
  const next = `look at the server's status and console log in OpenStack; RebootServer!("${host}") is the way to a hard reboot`;
  return no(`${host} does not answer an ICMP echo within ${echoSeconds} s${from}`, next);
}

/** What makes an SSH login fail for certain, as seen from here. */
const failures = new Set(["ssh-unreachable", "ssh-refused", "ssh-host-key"]);

/** Parameters: `{host}`. */
export const sshWorks: Look = async ({ host, full }, _, looks) => {
  try {
    const result = await ask(full, ["true"], looks);
    if (result.exitCode === 0) return yes(`${looks.environment.hostUser} logs in to ${host}`);
    return no(`a login to ${host} runs nothing: ${complaintOf(result)}`, `look at the console log of ${host}`);
  } catch (error) {
    if (error instanceof OpsError && failures.has(error.code)) return no(lineOf(error), nextOf(error, host));
    throw error;
  }
};
