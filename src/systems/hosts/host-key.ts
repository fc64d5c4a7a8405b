import { OpsError } from "../../model/error.ts";
import type { HostKey } from "../../model/host-commands.ts";
import { quoted } from "../../model/printable.ts";
import { acceptsKey, bounded, type Look, type Looks } from "./look.ts";

/**
 * Whether the host shows the key that is known of it; its fingerprint is the value. Where it shows another, the server's
 * console output is asked for the same fingerprint: cloud-init prints those of a new installation there.
 * Parameters: `{host}`.
 */
export const hostKeyKnown: Look = async (at, _, looks) => {
  const { key, detail } = await seenOf(at, looks);
  const value = { fingerprint: key.fingerprint };
  if (key.status === "known") return { holds: "yes", detail, value };
  return { holds: "no", detail, next: acceptsKey(at.host), value };
};

/**
 * Holds as soon as the host shows a key that a person may take for its own: the known one, or a new one that the server's
 * console log does not gainsay. A log that is behind comes to show it, so it is worth waiting for. While the log has only
 * other keys, nobody is even asked to accept this one. Parameters: `{host}`.
 */
export const hostKeyShown: Look = async (at, _, looks) => {
  const { key, isGainsaid, isConfirmed, detail } = await seenOf(at, looks);
  const value = { fingerprint: key.fingerprint, isConfirmed };
  if (!isGainsaid) return { holds: "yes", detail, value };
  const next =
    `somebody else may answer as ${at.host}: do not log in, find out who. A key that you know to be right goes into ` +
    "known_hosts by hand: the one in the console's folder comes first, then your own";
  return { holds: "no", detail, next, value };
};

interface SeenKey {
  readonly key: HostKey;
  /** The server's console log has keys of the installation, and this is none of them. */
  readonly isGainsaid: boolean;
  /** It is known, or the server's console log shows the same. */
  readonly isConfirmed: boolean;
  readonly detail: string;
}

async function seenOf({ host, full }: Parameters<Look>[0], looks: Looks): Promise<SeenKey> {
  const key = await bounded(looks.ssh.hostKey(full), looks.lookWithinSeconds * 0.4, full);
  const shown = `${key.type} ${key.fingerprint}`;
  if (key.status === "known") {
    return { key, isGainsaid: false, isConfirmed: true, detail: `${host} shows the key that is known: ${shown}` };
  }
  const { word, ...said } = await consoleWord(host, key, looks);
  return { key, ...said, detail: `${intro(host, key)} ${shown}; ${word}` };
}

function intro(host: string, { status }: HostKey): string {
  return status === "changed"
    ? `${host} shows ANOTHER key than the known one:`
    : `no key of ${host} is known; it shows`;
}

interface ConsoleWord {
  readonly isGainsaid: boolean;
  readonly isConfirmed: boolean;
  readonly word: string;
}

async function consoleWord(host: string, key: HostKey, { consoleLog, lookWithinSeconds }: Looks): Promise<ConsoleWord> {
  try {
    const log = await bounded(consoleLog(host), lookWithinSeconds * 0.5, `the console log of ${host}`);
    return compared(fingerprintsIn(log), key);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return {
      isGainsaid: false,
      isConfirmed: false,
      word: `the server's console log could not be read (${quoted(error.why)})`,
    };
  }
}

function compared(logged: readonly string[], { fingerprint }: HostKey): ConsoleWord {
  const isConfirmed = logged.includes(fingerprint);
  const isGainsaid = logged.length > 0 && !isConfirmed;
  return { isGainsaid, isConfirmed, word: wordOf(logged, isConfirmed) };
}

function wordOf(logged: readonly string[], isConfirmed: boolean): string {
  if (isConfirmed) return "the server's console log shows the same fingerprint";
  if (logged.length === 0) return "the server's console log shows no fingerprint";
  return `the server's console log shows OTHER fingerprints: ${logged.map((each) => quoted(each)).join(", ")}`;
}

/** As `ssh-keygen -l` prints them; of a log that has several installations those after the last one began. */
function fingerprintsIn(log: string): readonly string[] {
  const latest = log.slice(Math.max(0, log.lastIndexOf("BEGIN SSH HOST KEY FINGERPRINTS")));
  return [...latest.matchAll(/SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/g)].map(([found]) => found);
}
