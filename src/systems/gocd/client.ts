import { notDone, type OpsError } from "../../model/error.ts";
import { type Json, parsedJson } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { isIssued, notPermitted } from "../../model/permit.ts";
import { quoted } from "../../model/printable.ts";
import type { Permit } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { createHttp, type Http, type HttpAnswer, type HttpRequest } from "../../remote/http.ts";
import { type GocdCode, gocdError } from "./error.ts";

/** GoCD's API, at one server. Source: protocols sheet, section B. */
export interface Client {
  /** Base URL without `/go`, for what people open. */
  readonly url: string;
  readonly clock: World["clock"];
  /** The JSON at a path below `/go/api`. `version`: of the media type, which is another for each resource. */
  read(path: string, version: number): Promise<Json>;
  /** The one call that changes something. A body that is not given needs GoCD's confirm header. Throws NotDone when it was refused. */
  post(path: string, version: number, permit: Permit, body?: Json): Promise<void>;
}

export function createClient(world: World, url: string): Client {
  const next = "see that this machine reaches GoCD (its VPN), then look again";
  const http = createHttp({ world, url, name: "GoCD", next, withinSeconds: 15 });
  return {
    url: url.replace(/\/$/, ""),
    clock: world.clock,
    read: (path, version) => read(http, tokenOf(world), path, version),
    async post(path, version, permit, body) {
      if (!isIssued(permit)) throw notPermitted(`POST ${path} was not sent to GoCD`);
      const answer = await http(posting(tokenOf(world), path, version, body));
      if (answer.status >= 200 && answer.status < 300) return;
      const error = errorOf(answer, `GoCD did not take POST ${path}`);
      throw isRefusal(answer) ? notDone(error) : error;
    },
  };
}

/** @throws NotDone `gocd-credentials` */
function tokenOf({ forge }: World): string {
  const token = (forge ? forge.gocdToken : process.env.GOCD_TOKEN)?.trim();
  if (token) return token;
  throw notDone(gocdError("gocd-credentials", "GoCD is not asked", "GOCD_TOKEN is not set"));
}

function headersOf(token: string, version: number) {
  return { accept: `application/vnd.go.cd.v${version}+json`, authorization: `bearer ${token}` };
}

async function read(http: Http, token: string, path: string, version: number): Promise<Json> {
  const answer = await http({ method: "GET", path: `/go/api${path}`, headers: headersOf(token, version) });
  const what = `GoCD's answer to GET ${path}`;
  const body = parsedJson(answer.text);
  if (answer.status === 200 && body !== undefined) return body;
  throw errorOf(answer, what);
}

function posting(token: string, path: string, version: number, body: Json | undefined): HttpRequest {
  const bare = { method: "POST", path: `/go/api${path}` } as const;
  const headers = headersOf(token, version);
  if (body === undefined) return { ...bare, headers: { ...headers, "x-gocd-confirm": "true" } };
  return { ...bare, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** It was answered before it could do anything; maintenance in GoCD's own words too, not a proxy's page. Else nobody knows. */
function isRefusal({ status, text }: HttpAnswer): boolean {
  if (status === 503) return textAt(parsedJson(text), "message") !== undefined;
  return status >= 300 && status < 500 && status !== 408;
}

const codes: Readonly<Record<number, GocdCode>> = {
  301: "gocd-denied",
  302: "gocd-denied",
  401: "gocd-denied",
  403: "gocd-denied",
  404: "gocd-unknown",
  409: "gocd-refused",
  422: "gocd-refused",
  429: "gocd-throttled",
  503: "gocd-maintenance",
};

function errorOf({ status, headers, text }: HttpAnswer, what: string): OpsError {
  const isLogin = status >= 300 && status < 400 && /\/auth\/login/.test(String(headers.location));
  const why = isLogin ? "it sends to its login page: not authenticated" : `${status} ${messageIn(text)}`;
  return gocdError(codes[status] ?? "gocd-answer", what, why.trim());
}

/** `{"message": …}`, or the beginning of what else it is. */
function messageIn(text: string): string {
  return quoted(textAt(parsedJson(text), "message") ?? text);
}
