import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { NotDone, OpsError } from "../model/error.ts";
import { isUnsent, reasonOf } from "../model/network-error.ts";
import { quoted } from "../model/printable.ts";
import type { World } from "../model/world.ts";

export interface HttpOptions {
  readonly world: Pick<World, "connect">;
  /** Of the service: `https://go.example:8154`. A path in it stands before every path that is asked. */
  readonly url: string;
  /** For people: `GoCD`. Its lower-case form begins the codes of errors: `gocd-unreachable`. */
  readonly name: string;
  /** What to do when it cannot be reached. */
  readonly next: string;
  /** From the first byte to the last, default 30. Real time, also in a rehearsal. */
  readonly withinSeconds?: number;
  /** Of an answer, default 8 MiB. */
  readonly bytesAtMost?: number;
}

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query; relative to the service's URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * One service over HTTP, reached where the world says it is. Redirects are not followed: credentials would go elsewhere.
 * Any answer is a result, whatever its status. Reads share kept connections; what may change something has one of its own,
 * so that a connection which broke meanwhile is never a doubt.
 * @throws NotDone `<name>-unreachable` when no connection came about; OpsError `<name>-unreachable` (a doubt) when one broke or was silent
 */
export function createHttp(options: HttpOptions): Http {
  const { withinSeconds = 30, name, next } = options;
  const kept: Kept = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return async (request) => {
    const signal = AbortSignal.timeout(withinSeconds * 1000);
    try {
      return await exchange(request, options, signal, isRead(request) ? kept : undefined);
    } catch (cause) {
      const why = signal.aborted ? `no whole answer within ${withinSeconds} s` : quoted(reasonOf(cause));
      const code = `${name.toLowerCase()}-unreachable`;
      const error = {
        code,
        reason: "system",
        what: `${name} at ${hostOf(options)} does not answer`,
        why,
        next,
        cause,
      } as const;
      throw isUnsent(cause) ? new NotDone(error) : new OpsError(error);
    }
  };
}

function hostOf({ url }: HttpOptions): string {
  return new URL(url).host;
}

/** Idle connections do not keep the process alive. */
interface Kept {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function isRead({ method }: HttpRequest): boolean {
  return method === "GET" || method === "HEAD";
}

async function exchange(
  request: HttpRequest,
  options: HttpOptions,
  signal: AbortSignal,
  kept: Kept | undefined,
): Promise<HttpAnswer> {
  const url = new URL(options.url);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const reached = options.world.connect(url.hostname, port);
  const { isInTheClear, ...address } = await Promise.race([reached, ended(signal)]);
  const { method, body } = request;
  const path = `${url.pathname.replace(/\/$/, "")}${request.path}`;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const headers = { host: url.host, "user-agent": "mesos-console", ...length, ...request.headers };
  const isSecure = url.protocol === "https:" && !isInTheClear;
  const agent = kept?.[isSecure ? "https" : "http"] ?? false;
  const outgoing = { ...address, method, path, headers, signal, agent };
  const sent = isSecure ? httpsRequest({ ...outgoing, servername: url.hostname }) : httpRequest(outgoing);
  try {
    return await answerOf(await responseTo(sent, body), options.bytesAtMost ?? 8 * 1024 * 1024);
  } catch (error) {
    // The kept connection had ended meanwhile: once more, on one of its own.
    if (kept && sent.reusedSocket && !signal.aborted) return exchange(request, options, signal, undefined);
    throw error;
  }
}

/** A door of a rehearsal may be as silent as what is behind it. */
function ended(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  promise.catch(() => undefined);
  return promise;
}

function responseTo(outgoing: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", resolve).on("error", reject).end(body);
  return promise;
}

async function answerOf(response: IncomingMessage, bytesAtMost: number): Promise<HttpAnswer> {
  let text = "";
  response.setEncoding("utf8");
  for await (const part of response) {
    text += part;
    if (text.length > bytesAtMost) throw new Error(`an answer of more than ${bytesAtMost} bytes`);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}
