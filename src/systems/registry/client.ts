import { parsedJson } from "../../model/json.ts";
import { listAt, textAt } from "../../model/json-at.ts";
import { quoted } from "../../model/printable.ts";
import type { World } from "../../model/world.ts";
import { createHttp, type Http, type HttpAnswer } from "../../remote/http.ts";
import { type Challenge, challengeIn, tokenPath } from "./challenge.ts";
import { registryError } from "./error.ts";

/** A registry of images. Reads only. Source: OCI Distribution Specification 1.1. */
export interface Client {
  /** The digest under a tag, empty where the registry tells none; `undefined`: there is no such tag. */
  digestOf(image: string, tag: string): Promise<string | undefined>;
  /** Some of the image's tags, in the registry's order; none where it tells none. */
  tagsOf(image: string): Promise<readonly string[]>;
}

/** Without these a registry may say that it has no manifest. */
const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const next = "see that this machine reaches the registry (its VPN), then look again";

export function createClient(world: World, url: string): Client {
  const http = createHttp({ world, url, name: "Registry", next, withinSeconds: 15 });
  const ask = (method: "GET" | "HEAD", image: string, path: string) => asked(world, http, url, { method, image, path });
  return {
    async digestOf(image, tag) {
      const answer = await ask("HEAD", image, `/manifests/${encodeURIComponent(tag)}`);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw answerError(answer, `${image}:${tag}`);
      return textOf(answer.headers["docker-content-digest"]);
    },
    async tagsOf(image) {
      const answer = await ask("GET", image, "/tags/list?n=1000");
      if (answer.status !== 200) return [];
      return listAt(parsedJson(answer.text), "tags").filter((tag) => typeof tag === "string");
    },
  };
}

interface Asked {
  readonly method: "GET" | "HEAD";
  readonly image: string;
  readonly path: string;
}

/** Asked without a login first: its challenge says which one it wants. A token is for one image, and lives shortly. */
async function asked(world: World, http: Http, url: string, { method, image, path }: Asked): Promise<HttpAnswer> {
  const request = { method, path: `/v2/${image}${path}` };
  const first = await http({ ...request, headers: { accept: manifests } });
  if (first.status !== 401) return first;
  const challenge = challengeIn(textOf(first.headers["www-authenticate"]));
  if (!challenge) throw registryError("registry-denied", `The registry does not show ${image}`, "its login is unknown");
  const authorization = await authorizationFor(challenge, { world, http, url, image });
  return await http({ ...request, headers: { accept: manifests, authorization } });
}

interface Login {
  readonly world: World;
  readonly http: Http;
  readonly url: string;
  readonly image: string;
}

async function authorizationFor(challenge: Challenge, login: Login): Promise<string> {
  const basic = basicOf(login.world);
  if (challenge.scheme === "bearer") return `Bearer ${await tokenFor(challenge, basic, login)}`;
  if (basic !== undefined) return basic;
  const why = "it wants a user, and REGISTRY_USERNAME and REGISTRY_PASSWORD are not set";
  throw registryError("registry-denied", `The registry does not show ${login.image}`, why);
}

/** The operator's, never in a rehearsal. */
function basicOf({ kind }: World): string | undefined {
  const { REGISTRY_USERNAME: user, REGISTRY_PASSWORD: password } = process.env;
  if (kind === "rehearsal" || !user || !password) return undefined;
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** A token service that is not reached over TLS gets no password, unless the registry itself is not. */
async function tokenFor(
  challenge: Challenge & { readonly scheme: "bearer" },
  basic: string | undefined,
  { world, url, image }: Login,
): Promise<string> {
  const { realm } = challenge;
  const isSafe = realm.protocol === "https:" || new URL(url).protocol === "http:";
  const http = createHttp({ world, url: realm.origin, name: "Registry", next, withinSeconds: 15 });
  const headers = basic !== undefined && isSafe ? { authorization: basic } : {};
  const { status, text } = await http({ method: "GET", path: tokenPath(challenge, image), headers });
  const body = status === 200 ? parsedJson(text) : undefined;
  const token = textAt(body, "token") ?? textAt(body, "access_token");
  if (token !== undefined) return token;
  throw registryError("registry-denied", `${realm.host} gives no token for ${image}`, `it answers ${status}`);
}

function textOf(header: string | readonly string[] | undefined): string {
  return typeof header === "string" ? header : (header?.[0] ?? "");
}

function answerError({ status, text }: HttpAnswer, image: string) {
  const isDenied = status === 401 || status === 403;
  const why = `${status} ${quoted(text)}`.trim();
  return registryError(isDenied ? "registry-denied" : "registry-answer", `The registry's answer for ${image}`, why);
}
