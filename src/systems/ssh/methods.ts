import { existsSync } from "node:fs";
import { join } from "node:path";
import ssh2, { type AnyAuthMethod, type ParsedKey } from "ssh2";
import type { SshIdentity } from "../../model/world.ts";
import type { Destination } from "./destination.ts";
import { textOf } from "./files.ts";
import type { HostKeys } from "./keys.ts";

/** As what one logs in by default, in ssh's order (ssh_config(5), `IdentityFile`). */
const defaultFiles = ["id_rsa", "id_ecdsa", "id_ed25519"];

/** The one key of a rehearsal; nothing of the operator's is offered there. */
export function rehearsedMethods(identity: SshIdentity, username: string): readonly AnyAuthMethod[] {
  return [{ type: "publickey", username, key: identity.privateKey }];
}

/** The agent's keys, then those files that can be read without a passphrase. */
export function operatorMethods({ settings, user }: Destination, folder: string): readonly AnyAuthMethod[] {
  const files = settings.identityFiles ?? defaultFiles.map((name) => join(folder, name));
  const keys = files.flatMap((file) => keyOf(textOf(file)) ?? []);
  const agent = settings.identityAgent ?? process.env.SSH_AUTH_SOCK ?? "none";
  const asksAgent = agent !== "none" && existsSync(agent) && !(settings.identitiesOnly && keys.length > 0);
  return [
    ...(asksAgent ? [{ type: "agent" as const, username: user, agent }] : []),
    ...keys.map((key) => ({ type: "publickey" as const, username: user, key })),
  ];
}

/** Of the last few texts: a look at 200 hosts logs in with the same key everywhere. */
const parsed = new Map<string, ParsedKey | undefined>();

function keyOf(text: string): ParsedKey | undefined {
  if (text === "") return undefined;
  if (!parsed.has(text)) {
    const key = ssh2.utils.parseKey(text);
    if (parsed.size > 8) parsed.clear();
    parsed.set(text, key instanceof Error ? undefined : key);
  }
  return parsed.get(text);
}

/** Why only the system's ssh can log in there: Kerberos, a hardware key, a certificate. `undefined`: ssh2 can. */
export function needsSystem(to: Destination, keys: HostKeys): string | undefined {
  const authority = keys.isCertified ? "a certificate authority that vouches for the host" : undefined;
  return to.settings.needsSystem ?? keysNeedSystem(to) ?? authority;
}

/** By the key files that the operator's settings name. */
function keysNeedSystem({ settings }: Destination): string | undefined {
  for (const file of settings.identityFiles ?? []) {
    if (existsSync(`${file}-cert.pub`)) return `a certificate (${file}-cert.pub)`;
    if (/^(sk-|.*\bsk-)(ssh|ecdsa)-/.test(textOf(`${file}.pub`))) return `a hardware key (${file})`;
  }
  return undefined;
}
