import { globSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import SSHConfig from "ssh-config";
import { textOf } from "./files.ts";

/** What `~/.ssh/config` says of a host, as far as it is followed here (ssh_config(5)). */
export interface HostSettings {
  readonly hostName?: string;
  readonly user?: string;
  readonly port?: number;
  readonly hostKeyAlias?: string;
  /** Absolute. */
  readonly identityFiles?: readonly string[];
  readonly identitiesOnly?: boolean;
  readonly identityAgent?: string;
  /** Absolute; instead of `~/.ssh/known_hosts`. */
  readonly knownHostsFiles?: readonly string[];
  /** Machines to jump over, the nearest first. */
  readonly jumps?: readonly string[];
  /** Why only the system's own ssh can connect. */
  readonly needsSystem?: string;
}

/** The operator's settings; the text is read for each host and parsed only when it changed. */
export class OperatorSettings {
  readonly #folder: string;
  #parsed: { readonly text: string; readonly config: SSHConfig } | undefined;

  /** @param folder the operator's `.ssh` */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The settings of a host, by its full name and, where that says nothing, by its short one. */
  of(name: string): HostSettings {
    const config = this.#config();
    const short = name.split(".")[0] ?? name;
    const said = short === name ? wordsOf(config, name) : { ...wordsOf(config, short), ...wordsOf(config, name) };
    return settingsFrom(said, this.#folder, name);
  }

  #config(): SSHConfig {
    const text = withIncluded(textOf(join(this.#folder, "config")), this.#folder);
    if (this.#parsed?.text !== text) this.#parsed = { text, config: SSHConfig.parse(text) };
    return this.#parsed.config;
  }
}

type Said = Readonly<Record<string, readonly string[]>>;

/** Included files stand where they are named; six levels deep, as a file that includes itself never ends. */
function withIncluded(text: string, folder: string, depth = 0): string {
  return text.replaceAll(/^[ \t]*include[ \t]+(.+)$/gim, (_, patterns: string) => {
    if (depth >= 6) return "";
    const files = patterns
      .trim()
      .split(/\s+/)
      .map((pattern) => absolute(pattern.replaceAll('"', ""), folder));
    return globSync(files)
      .toSorted()
      .map((file) => withIncluded(textOf(file), folder, depth + 1))
      .join("\n");
  });
}

function wordsOf(config: SSHConfig, name: string): Said {
  const computed = config.compute({ Host: name }, { ignoreCase: true });
  const listed = Object.entries(computed).map(([key, value]) => [key.toLowerCase(), [value].flat()] as const);
  return Object.fromEntries(listed);
}

function settingsFrom(said: Said, folder: string, name: string): HostSettings {
  const first = (key: string) => said[key]?.[0];
  const files = (key: string) => said[key]?.map((file) => absolute(tokens(file, name), folder));
  const known = said.userknownhostsfile?.flatMap((words) => words.split(/\s+/)).map((file) => absolute(file, folder));
  const jumps = first("proxyjump");
  return {
    ...present("hostName", first("hostname") && tokens(first("hostname") ?? "", name)),
    ...present("user", first("user")),
    ...present("port", first("port") ? Number(first("port")) : undefined),
    ...present("hostKeyAlias", first("hostkeyalias")),
    ...present("identityFiles", files("identityfile")),
    ...present("identitiesOnly", isYes(first("identitiesonly")) || undefined),
    ...present("identityAgent", agentOf(first("identityagent"), folder)),
    ...present("knownHostsFiles", known),
    ...present("jumps", jumps && jumps !== "none" ? jumps.split(",").map((jump) => jump.trim()) : undefined),
    ...present("needsSystem", reasonFor(said)),
  };
}

function present<K extends keyof HostSettings>(key: K, value: HostSettings[K] | "" | undefined): HostSettings {
  return value === undefined || value === "" ? {} : { [key]: value };
}

/** Settings that ssh2 has nothing for. */
function reasonFor(said: Said): string | undefined {
  const is = (key: string) => isYes(said[key]?.[0]);
  const has = (key: string) => said[key] !== undefined && said[key][0]?.toLowerCase() !== "none";
  if (is("gssapiauthentication")) return "GSSAPIAuthentication (Kerberos)";
  if (has("proxycommand")) return "ProxyCommand";
  if (has("pkcs11provider")) return "PKCS11Provider (a hardware key)";
  if (has("certificatefile")) return "CertificateFile";
  if (has("knownhostscommand")) return "KnownHostsCommand";
  return undefined;
}

function isYes(word: string | undefined): boolean {
  return word?.toLowerCase() === "yes";
}

function agentOf(word: string | undefined, folder: string): string | undefined {
  if (word === undefined || word === "SSH_AUTH_SOCK") return undefined;
  if (word.startsWith("$")) return process.env[word.slice(1)];
  return word === "none" ? "none" : absolute(word, folder);
}

/** `~` is the home that the folder `.ssh` is in. */
function absolute(file: string, folder: string): string {
  const home = join(folder, "..");
  const path = file.replace(/^~(?=\/)/, home).replaceAll("%d", home);
  return isAbsolute(path) ? path : join(folder, path);
}

function tokens(text: string, name: string): string {
  return text
    .replaceAll("%h", name)
    .replaceAll("%u", homedir().split("/").at(-1) ?? "")
    .replaceAll("%%", "%");
}
