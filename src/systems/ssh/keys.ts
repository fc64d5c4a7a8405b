import { renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { makeFolder } from "../../model/folder.ts";
import type { HostKey } from "../../model/host-commands.ts";
import { sshError } from "./error.ts";
import { entryName, fingerprintOf, type Known, type KnownHosts, statusOf, typeOf } from "./known-hosts.ts";

/** Under which names a host's key is known. */
export interface KeyNames {
  readonly names: readonly string[];
  readonly alsoKnownAs: readonly string[];
}

/** The names of a host at a port, in the form of `known_hosts`. */
export function keyNames(names: readonly string[], alsoKnownAs: readonly string[], port: number): KeyNames {
  const entries = (of: readonly string[]) => of.map((name) => entryName(name, port));
  // As ssh does it: with a port of its own, what is known for port 22 vouches too.
  const plain = port === 22 ? [] : names.map((name) => entryName(name, 22));
  return { names: [...new Set(entries(names))], alsoKnownAs: [...entries(alsoKnownAs), ...plain] };
}

/** The keys by which one host is known: those taken by the console first, then the operator's. */
export class HostKeys {
  readonly #names: KeyNames;
  readonly #known: Known;
  readonly #isCertified: boolean;

  /** A host that the console's own file names is judged by that file alone. */
  constructor(names: KeyNames, own: KnownHosts, others: readonly KnownHosts[]) {
    this.#names = names;
    const taken = knownOf(names, [own]);
    this.#known = taken.own.length > 0 ? taken : knownOf(names, [own, ...others]);
    this.#isCertified = this.#known.own.some(({ marker }) => marker === "@cert-authority");
  }

  /** Whether a certificate authority vouches for the host, which only the system's ssh can check. */
  get isCertified(): boolean {
    return this.#isCertified;
  }

  /** What a key (RFC 4253 wire format) is for the host. Throws `ssh-host-key` for one that is marked as revoked. */
  statusOf(key: Buffer): HostKey {
    const status = statusOf(this.#known, key);
    const shown = { type: typeOf(key), fingerprint: fingerprintOf(key) };
    if (status !== "revoked") return { ...shown, status };
    throw sshError("ssh-host-key", `${this.#name} shows a revoked key`, `${shown.fingerprint} is marked @revoked`);
  }

  get #next(): string {
    const call = `AcceptHostKey(${JSON.stringify(this.#name)})`;
    return `of a host of this place ${call} compares it with the server's console log; else log in with ssh by hand`;
  }

  /** Throws `ssh-host-key` for any key but a known one. */
  verify(key: Buffer): void {
    const { status, type, fingerprint } = this.statusOf(key);
    if (status === "known") return;
    const what =
      status === "changed" ? `${this.#name} shows another key than before` : `the key of ${this.#name} is not known`;
    throw sshError("ssh-host-key", what, `it shows ${type} ${fingerprint}`, undefined, this.#next);
  }

  /** The algorithms to ask for: those of known keys first. */
  algorithms(): readonly ServerHostKeyAlgorithm[] {
    const types = [...this.#known.own, ...this.#known.vouching].map(({ type }) => type);
    const isKnown = (algorithm: string) => types.includes(algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm);
    return [...algorithms.filter(isKnown), ...algorithms.filter((algorithm) => !isKnown(algorithm))];
  }

  get #name(): string {
    return this.#names.names[0] ?? "";
  }
}

function knownOf({ names, alsoKnownAs }: KeyNames, books: readonly KnownHosts[]): Known {
  const about = (of: readonly string[]) => books.flatMap((book) => of.flatMap((name) => book.about(name)));
  return { own: about(names), vouching: about(alsoKnownAs) };
}

/** Takes a key as a host's from now on, in the console's own file; earlier ones that it had for the host go. */
export function acceptKey(file: string, known: KnownHosts, key: Buffer, { names }: KeyNames): void {
  const earlier = new Set(names.flatMap((name) => known.about(name)));
  const kept = known.lines.filter((line) => !earlier.has(line));
  const added = { names: names.join(","), type: typeOf(key), key: key.toString("base64") };
  const text = [...kept, added].map((line) => `${line.names} ${line.type} ${line.key}\n`).join("");
  makeFolder(dirname(file));
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Those that ssh2 verifies, the strongest first; SHA-1 signatures (`ssh-rsa`) are not taken. */
const algorithms: readonly ServerHostKeyAlgorithm[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
];
