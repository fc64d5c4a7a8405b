import { createHash, createHmac } from "node:crypto";
import type { HostKey } from "../../model/host-commands.ts";

/** One line of a `known_hosts` file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  readonly marker: "" | "@cert-authority" | "@revoked";
  /** As written: patterns between commas, or one hashed name. */
  readonly names: string;
  readonly type: string;
  /** Base64 */
  readonly key: string;
}

/** The lines of a file; comments, empty lines and lines that are none are left out. */
function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split("\n").flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0] === "@cert-authority" || words[0] === "@revoked" ? words[0] : "";
    const [names, type, key] = marker ? words.slice(1) : words;
    if (!names || !type || !key || names.startsWith("#") || names.startsWith("@")) return [];
    return [{ marker, names, type, key }];
  });
}

/** Known hosts, to be asked by name. */
export interface KnownHosts {
  /** The lines about `alibuild07.cern.ch`, or `[alibuild07.cern.ch]:2222` for another port than 22. */
  about(name: string): readonly KnownHost[];
  readonly lines: readonly KnownHost[];
}

/** Lines with plain names are found by name; only those with patterns or a hash are tried one after the other. */
export function knownHosts(text: string): KnownHosts {
  const lines = parseKnownHosts(text);
  const isPlain = ({ names }: KnownHost) => !/[*?!|]/.test(names);
  const tried = lines.filter((line) => !isPlain(line));
  const plain = new Map<string, KnownHost[]>();
  for (const line of lines.filter(isPlain)) {
    for (const name of line.names.toLowerCase().split(",")) plain.set(name, [...(plain.get(name) ?? []), line]);
  }
  return { lines, about: (name) => [...(plain.get(name) ?? []), ...tried.filter((line) => isAbout(line, name))] };
}

function isAbout({ names }: KnownHost, name: string): boolean {
  if (names.startsWith("|1|")) return isHashOf(names, name);
  const patterns = names.toLowerCase().split(",");
  const isDenied = patterns.some((pattern) => pattern.startsWith("!") && matches(pattern.slice(1), name));
  return !isDenied && patterns.some((pattern) => !pattern.startsWith("!") && matches(pattern, name));
}

function isHashOf(hashed: string, name: string): boolean {
  const [salt = "", digest] = hashed.slice(3).split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === digest;
}

function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/[\\^$+.()|{}[\]]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(name);
}

/** A host's name as `known_hosts` has it. */
export function entryName(name: string, port: number): string {
  return port === 22 ? name.toLowerCase() : `[${name.toLowerCase()}]:${port}`;
}

/** `SHA256:…`, as ssh prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The key's type is the first string of its wire format (RFC 4253, section 6.6). */
export function typeOf(key: Buffer): string {
  return key.toString("latin1", 4, 4 + key.readUInt32BE(0));
}

/** What is known of a host: under names of its own, and under some that may stand for several machines. */
export interface Known {
  readonly own: readonly KnownHost[];
  /** E.g. a gateway's alias: they can only vouch for a key. */
  readonly vouching: readonly KnownHost[];
}

/** What the lines say of a key; another one under a name of its own means a changed one. */
export function statusOf({ own, vouching }: Known, key: Buffer): HostKey["status"] | "revoked" {
  const text = key.toString("base64");
  if (own.some((line) => line.marker === "@revoked" && line.key === text)) return "revoked";
  const isKey = (line: KnownHost) => line.marker === "" && line.key === text;
  if (own.some(isKey) || vouching.some(isKey)) return "known";
  return own.some(({ marker }) => marker === "") ? "changed" : "unknown";
}
