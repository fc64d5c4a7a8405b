import { OpsError } from "../../model/error.ts";
import type { HostKey } from "../../model/host-commands.ts";
import { bounded, type Look, type Looks, quoted } from "./look.ts";

/**
 * Whether the host shows the key that is known of it; its fingerprint is the value. Where it shows another, the server's
 * console output is asked for the same fingerprint: cloud-init prints those of a new installation there.
 * Parameters: `{host}`.
 */
export const hostKeyKnown: Look = async ({ host, full }, _, looks) => {
  const key = await keyOf(full, looks);
  const value = { fingerprint: key.fingerprint };
  const detail = await wordsFor(host, key, looks);
  if (key.status === "known") return { holds: "yes", detail, value };
  const next = "compare with the console log in OpenStack; only a host that was just made or rebuilt has a new key";
  return { holds: "no", detail, next, value };
};

/** Holds as soon as the host shows any key: what a person is to compare before it is accepted. Parameters: `{host}`. */
export const hostKeyShown: Look = async ({ host, full }, _, looks) => {
  const key = await keyOf(full, looks);
  return { holds: "yes", detail: await wordsFor(host, key, looks), value: { fingerprint: key.fingerprint } };
};

function keyOf(full: string, { ssh, lookWithinSeconds }: Looks): Promise<HostKey> {
  return bounded(ssh.hostKey(full), lookWithinSeconds * 0.4, full);
}

async function wordsFor(host: string, key: HostKey, looks: Looks): Promise<string> {
  const shown = `${key.type} ${key.fingerprint}`;
  if (key.status === "known") return `${host} shows the key that is known: ${shown}`;
  return `${intro(host, key)} ${shown}; ${await consoleWord(host, key, looks)}`;
}

function intro(host: string, { status }: HostKey): string {
  return status === "changed"
    ? `${host} shows ANOTHER key than the known one:`
    : `no key of ${host} is known; it shows`;
}

async function consoleWord(host: string, key: HostKey, { consoleLog, lookWithinSeconds }: Looks): Promise<string> {
  try {
    const log = await bounded(consoleLog(host), lookWithinSeconds * 0.5, `the console log of ${host}`);
    return compared(fingerprintsIn(log), key);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return `the server's console log could not be read (${quoted(error.why)})`;
  }
}

function compared(logged: readonly string[], { fingerprint }: HostKey): string {
  if (logged.includes(fingerprint)) return "the server's console log shows the same fingerprint";
  if (logged.length === 0) return "the server's console log shows no fingerprint";
  return `the server's console log shows OTHER fingerprints: ${logged.map((each) => quoted(each)).join(", ")}`;
}

/** As `ssh-keygen -l` prints them; of a log that has several installations those after the last one began. */
export function fingerprintsIn(log: string): readonly string[] {
  const latest = log.slice(Math.max(0, log.lastIndexOf("BEGIN SSH HOST KEY FINGERPRINTS")));
  return [...latest.matchAll(/SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/g)].map(([found]) => found);
}
