import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { World } from "../../model/world.ts";
import { type Credentials, findCredentials, type Settings } from "./credentials.ts";
import { cloudError, quoted } from "./error.ts";
import { gatewaySession } from "./gateway.ts";
import { exchange, type Reach } from "./http.ts";
import { messageOf } from "./message.ts";
import { parseJson } from "./read.ts";
import { mustBePinned, type Session, sessionFrom } from "./session.ts";

export interface LoginOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  readonly ssh?: HostCommands | undefined;
  readonly settings: Settings;
}

/** How to log in, again and again; which way is decided once. */
export interface Login {
  /** Authorities of the endpoints, where the settings name them. */
  readonly ca?: string;
  /** A new token of the pinned project. Throws `wrong-project` before anything else is read. */
  session(reach: Reach): Promise<Session>;
}

/** With the operator's own credentials, else by way of the gateway. Throws `cloud-credentials` when neither is there. */
export function loginOf(options: LoginOptions): Login {
  const { environment, world, ssh, settings } = options;
  const credentials = findCredentials(environment, world, settings);
  const { gateway } = environment;
  if (credentials) {
    const session = async (reach: Reach) => mustBePinned(await keystoneSession(credentials, reach), environment);
    return { session, ...(credentials.ca === undefined ? {} : { ca: credentials.ca }) };
  }
  if (!gateway || !ssh) throw noCredentials(environment);
  return { session: async () => mustBePinned(await gatewaySession(environment, gateway.host, ssh), environment) };
}

function noCredentials({ openstack }: OpenStackEnvironment) {
  const why = `neither OS_CLOUD nor OS_AUTH_URL is set, no clouds.yaml has ${openstack.cloud}, and there is no gateway to ask`;
  return cloudError("cloud-credentials", "there are no OpenStack credentials", why);
}

async function keystoneSession(credentials: Credentials, reach: Reach): Promise<Session> {
  const { authUrl, identity, scope } = credentials;
  const body = JSON.stringify({ auth: { identity, ...(scope && { scope }) } });
  const url = new URL(`${authUrl}/auth/tokens`);
  const answer = await exchange(reach, { method: "POST", url, headers: {}, body });
  if (answer.status === 401) throw notTaken(credentials);
  if (answer.status !== 201)
    throw cloudError("cloud-answer", `Keystone answers ${answer.status}`, quoted(messageOf(answer)));
  const token = answer.headers["x-subject-token"];
  return sessionFrom(parseJson(answer.text, url.host), typeof token === "string" ? token : "", credentials);
}

/** Keystone tells a wrong password, user, project and a missing role apart for nobody (sheet, section 9, point 2). */
function notTaken({ user, from }: Credentials) {
  const why = `401 for ${user} by ${from}: the secret, the user, the project or the role in it is wrong, or has expired`;
  return cloudError("cloud-credentials", "Keystone does not take the credentials", why);
}
