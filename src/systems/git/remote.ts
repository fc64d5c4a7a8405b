import { reasonOf } from "../../model/network-error.ts";
import { quoted } from "../../model/printable.ts";
import type { Sources } from "../../model/sources.ts";
import type { World } from "../../model/world.ts";
import { gitError } from "./error.ts";
import type { Settings } from "./surroundings.ts";

/** Where a repository is fetched from and pushed to. */
export interface Remote {
  readonly url: string;
  readonly isBySsh: boolean;
  /** How to authenticate, for git's environment and nowhere else. */
  readonly settings: Settings;
}

interface Parts {
  readonly scheme: "ssh" | "https" | "http";
  /** As the environment has it. */
  readonly url: string;
  readonly host: string;
  /** `/nubank/deploy.git` */
  readonly path: string;
}

/** @throws OpsError `git-remote` for one with credentials in it, in the clear, or of a kind that is not known */
export async function remoteOf(repository: string, sources: Sources, world: World): Promise<Remote> {
  const parts = partsOf(sources.git.remote.replaceAll("{repository}", repository));
  if (world.forge) return byDoor(parts, world, world.forge.githubToken);
  if (parts.scheme === "ssh") return { url: parts.url, isBySsh: true, settings: [] };
  const token = (process.env.GITHUB_TOKEN || process.env.GH_TOKEN)?.trim();
  const isTokensHost = token !== undefined && token !== "" && isOfGithub(parts.host, sources);
  return {
    url: parts.url,
    isBySsh: false,
    settings: [...inTheClear(parts), ...(isTokensHost ? asToken(parts.url, token) : [])],
  };
}

function partsOf(url: string): Parts {
  const [, host, path] = /^(?:[\w.-]+@)?([\w.-]+):(?!\/)([\w./-]+)$/.exec(url) ?? [];
  if (host !== undefined && path !== undefined)
    return { scheme: "ssh", url: mustBePlain(url, host), host, path: `/${path}` };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const scheme = schemeOf(parsed);
  if (!parsed || !scheme) throw badRemote(url, "it is none of git@host:path, ssh://…, https://…");
  if (parsed.password !== "" || (parsed.username !== "" && scheme !== "ssh")) throw credentialsInIt(parsed.host);
  return { scheme, url: mustBePlain(url, parsed.hostname), host: parsed.hostname, path: parsed.pathname };
}

/** In the clear to this machine only. */
function schemeOf(url: URL | undefined): Parts["scheme"] | undefined {
  if (url?.protocol === "ssh:") return "ssh";
  if (url?.protocol === "https:") return "https";
  return url?.protocol === "http:" && isLoopback(url.hostname) ? "http" : undefined;
}

/** A host that begins with a hyphen is an option to ssh. */
function mustBePlain(url: string, host: string): string {
  if (url.startsWith("-") || host.startsWith("-")) throw badRemote(url, "it begins like an option");
  return url;
}

/** What is not read is not printed: it may hold a password. */
function badRemote(url: string, why: string): Error {
  return gitError("git-remote", `${quoted(url.replace(/\/\/[^/]*@/, "//…@"))} is no remote`, why);
}

function credentialsInIt(host: string): Error {
  const why = "a URL gets into process lists, logs and journals";
  return gitError("git-remote", `The remote at ${host} has credentials in its URL`, why);
}

async function byDoor({ host, path }: Parts, world: World, token: string): Promise<Remote> {
  const address = await world.connect(host, 443).catch((cause: unknown) => {
    throw gitError("git-unreachable", `${host} is not reached`, quoted(reasonOf(cause)), cause);
  });
  const url = `http://${address.host}:${address.port}${path}`;
  return { url, isBySsh: false, settings: [["protocol.http.allow", "always"], ...asToken(url, token)] };
}

function inTheClear({ scheme }: Parts): Settings {
  return scheme === "http" ? [["protocol.http.allow", "always"]] : [];
}

/** For this remote only, and instead of what a credential helper would give. */
function asToken(url: string, token: string): Settings {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [
    ["credential.helper", ""],
    [`http.${url}.extraHeader`, `Authorization: Basic ${basic}`],
  ];
}

/** Whether the operator's token is for that host: where GitHub's API is. */
function isOfGithub(host: string, { github }: Sources): boolean {
  const api = new URL(github.api).hostname;
  return host === api || (api === "api.github.com" && host === "github.com");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
