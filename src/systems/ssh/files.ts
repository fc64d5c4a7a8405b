import { readFileSync, statSync } from "node:fs";
import { type KnownHosts, knownHosts } from "./known-hosts.ts";

/** A file's text; empty when there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Files of known hosts, read again only when they changed: a look at 200 hosts asks for each of them. */
export class KnownHostsFiles {
  readonly #read = new Map<string, { readonly version: string; readonly known: KnownHosts }>();

  of(file: string): KnownHosts {
    const version = versionOf(file);
    const before = this.#read.get(file);
    if (before?.version === version) return before.known;
    const known = knownHosts(textOf(file));
    this.#read.set(file, { version, known });
    return known;
  }
}

function versionOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.ino}/${stats.mtimeNs}/${stats.size}` : "";
}
