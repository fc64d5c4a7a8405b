import { readFileSync } from "node:fs";
import type { OpenStackEnvironment } from "../../model/environment.ts";
import { type Fields, isFields, type Json } from "../../model/json.ts";
import { at, textAt } from "../../model/json-at.ts";
import type { World } from "../../model/world.ts";
import { identityOf, scopeOf, userOf } from "./auth-body.ts";
import { cloudNamed } from "./clouds-file.ts";
import { cloudError } from "./error.ts";

/** Whom to be at Keystone, and how the catalog is read. */
export interface Credentials {
  /** `https://keystone.example.org/v3`, without a slash at the end. */
  readonly authUrl: string;
  /** The `identity` of the request for a token. Secret. */
  readonly identity: Fields;
  /** The `scope`; absent for application credentials, which carry their project. */
  readonly scope?: Fields;
  /** For people: `cloud alibuild of /etc/openstack/clouds.yaml`. */
  readonly from: string;
  /** For people: the user's name or id. */
  readonly user: string;
  readonly region?: string;
  /** `public`, `internal` or `admin`. */
  readonly interface: string;
  /** PEM of the authorities that sign the endpoints. */
  readonly ca?: string;
}

/** The operator's own settings: what the command line client reads too. */
export interface Settings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `clouds.yaml` is looked for, first one first. */
  readonly folders: readonly string[];
}

/**
 * The operator's credentials, or `undefined` when there are none on this machine.
 * `OS_CLOUD`, else `OS_AUTH_URL` and its kin, else the environment's entry of `clouds.yaml`.
 * Throws `cloud-credentials` for settings that are there and cannot be used.
 */
export function findCredentials(
  environment: OpenStackEnvironment,
  world: Pick<World, "openstack" | "kind">,
  settings: Settings,
): Credentials | undefined {
  if (world.openstack) return ofWorld(world.openstack);
  if (world.kind === "rehearsal") return undefined;
  const { env } = settings;
  if (env.OS_CLOUD) return ofCloud(env.OS_CLOUD, settings, true);
  if (env.OS_AUTH_URL) return ofSettings(settingsOf(env), "the OS_* settings of the shell");
  return ofCloud(environment.openstack.cloud, settings, false);
}

function ofWorld(given: NonNullable<World["openstack"]>): Credentials {
  const auth = {
    auth_url: given.authUrl,
    username: given.username,
    password: given.password,
    user_domain_id: given.userDomainId,
    project_name: given.projectName,
    project_domain_id: given.projectDomainId,
  };
  return builtFrom({ auth }, "the rehearsal");
}

function ofCloud(name: string, settings: Settings, isAsked: boolean): Credentials | undefined {
  const found = cloudNamed(name, settings);
  if (!found) {
    if (!isAsked) return undefined;
    throw cloudError("cloud-credentials", `there is no cloud ${name}`, "OS_CLOUD names it, no clouds.yaml has it");
  }
  return ofSettings(withShell(found.cloud, settings), `cloud ${name} of ${found.file}`);
}

/** A secret that a named cloud leaves out may stand in the shell; whom and where to be never come from two places. */
function withShell(cloud: Json, { env }: Settings): Fields {
  const shell = settingsOf(env);
  const given = Object.entries(fieldsAt(shell, "auth")).filter(([name]) => secretNames.includes(name));
  const { auth_type: _, auth: __, ...rest } = shell;
  return { ...rest, ...fieldsAt(cloud), auth: { ...Object.fromEntries(given), ...fieldsAt(cloud, "auth") } };
}

const secretNames = ["password", "token", "application_credential_secret"];

function fieldsAt(value: Json, ...path: readonly string[]): Fields {
  const found = path.length === 0 ? value : at(value, ...path);
  return isFields(found) ? found : {};
}

/** `OS_*` in the words of `clouds.yaml`. */
function settingsOf(env: Settings["env"]): Fields {
  const texts = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = env[`OS_${name.toUpperCase()}`];
        return value ? [[name, value]] : [];
      }),
    );
  const { tenant_name, tenant_id, auth_token, ...auth } = texts(authNames);
  const old = {
    ...(tenant_name && { project_name: tenant_name }),
    ...(tenant_id && { project_id: tenant_id }),
    ...(auth_token && { token: auth_token }),
  };
  return { ...texts(["auth_type", "region_name", "interface", "cacert"]), auth: { ...old, ...auth } };
}

const authNames = [
  "auth_url",
  "username",
  "user_id",
  "password",
  "token",
  "auth_token",
  "user_domain_name",
  "user_domain_id",
  "project_name",
  "project_id",
  "tenant_name",
  "tenant_id",
  "project_domain_name",
  "project_domain_id",
  "application_credential_id",
  "application_credential_name",
  "application_credential_secret",
  "default_domain",
];

/** Kerberos and other ways that this machine's tools know and we do not: the gateway asks then. */
function ofSettings(cloud: Fields, from: string): Credentials | undefined {
  const type = textAt(cloud, "auth_type") ?? "password";
  return /kerberos|oidc|saml|x509|totp/.test(type) ? undefined : builtFrom(cloud, from);
}

function builtFrom(cloud: Fields, from: string): Credentials {
  const authUrl = textAt(cloud, "auth", "auth_url");
  if (!authUrl) throw cloudError("cloud-credentials", `${from} names no identity service`, "auth_url is missing");
  const identity = identityOf(cloud, from);
  const region = textAt(cloud, "region_name");
  const cacert = textAt(cloud, "cacert");
  return {
    authUrl: withVersion(authUrl),
    identity,
    ...("application_credential" in identity ? {} : { scope: scopeOf(cloud) }),
    from,
    user: userOf(cloud),
    interface: (textAt(cloud, "interface") ?? textAt(cloud, "endpoint_type") ?? "public").replace(/URL$/, ""),
    ...(region && { region }),
    ...(cacert && { ca: authoritiesIn(cacert) }),
  };
}

function authoritiesIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw cloudError("cloud-credentials", `${file} cannot be read`, "cacert names it", cause);
  }
}

function withVersion(authUrl: string): string {
  const url = authUrl.replace(/\/+$/, "");
  return /\/v3$/.test(url) ? url : `${url.replace(/\/v2\.0$/, "")}/v3`;
}
