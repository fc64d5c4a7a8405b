import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
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
 * Any answer is a result, whatever its status.
 * @throws NotDone `<name>-unreachable` when no connection came about; OpsError `<name>-unreachable` (a doubt) when one broke or was silent
 */
export function createHttp(options: HttpOptions): Http {
  const { withinSeconds = 30, name, next } = options;
  return async (request) => {
    const signal = AbortSignal.timeout(withinSeconds * 1000);
    try {
      return await exchange(request, options, signal);
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

async function exchange(request: HttpRequest, options: HttpOptions, signal: AbortSignal): Promise<HttpAnswer> {
  const url = new URL(options.url);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const { isInTheClear, ...address } = await options.world.connect(url.hostname, port);
  const { method, body } = request;
  const path = `${url.pathname.replace(/\/$/, "")}${request.path}`;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const headers = { host: url.host, "user-agent": "mesos-console", ...length, ...request.headers };
  const outgoing = { ...address, method, path, headers, signal, agent: false };
  const isSecure = url.protocol === "https:" && !isInTheClear;
  const sent = isSecure ? httpsRequest({ ...outgoing, servername: url.hostname }) : httpRequest(outgoing);
  return answerOf(await responseTo(sent, body), options.bytesAtMost ?? 8 * 1024 * 1024);
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
