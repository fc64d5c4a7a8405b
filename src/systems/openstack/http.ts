import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { OpsError } from "../../model/error.ts";
import { reasonOf } from "../../model/network-error.ts";
import type { Address } from "../../model/world.ts";
import type { Detour } from "../../remote/detour.ts";
import { cloudError } from "./error.ts";

/** What one exchange may take. Real time, also in a rehearsal: an answer is not a wait. */
export interface Limits {
  readonly connectWithinMs: number;
  /** Of a look. */
  readonly lookWithinMs: number;
  /** Of anything else. Nova's console output takes 30 s to say that its host is dead (sheet, section 9, point 12). */
  readonly answerWithinMs: number;
}

export const defaultLimits: Limits = { connectWithinMs: 5_000, lookWithinMs: 20_000, answerWithinMs: 60_000 };

/** How endpoints are reached. */
export interface Reach {
  connect(host: string, port: number): Promise<Address>;
  readonly limits: Limits;
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly agents: Agents;
  /** Through the gateway, where there is one. */
  readonly detour?: Detour;
  /** PEM of the authorities that sign the endpoints' certificates, beside the usual ones' absence. */
  readonly ca?: string;
}

/** Connections that are kept for looks. A change always takes a new one: then a broken one sent nothing before. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  close(): void;
}

export function openAgents(): Agents {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 8, timeout: 30_000 });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 8, timeout: 30_000 });
  return {
    http,
    https,
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

const bodyBytes = 32 * 1024 * 1024;

/**
 * One request and its whole answer. Throws `cloud-unreachable` when provably nothing was sent, else `cloud-no-answer`
 * or `cloud-too-large`. A look whose kept connection had ended meanwhile is sent once more.
 */
export async function exchange(reach: Reach, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await exchangeOnce(reach, request);
  } catch (error) {
    if (request.method === "GET" && error instanceof StaleConnection) return await exchangeOnce(reach, request);
    throw error;
  }
}

/** The other side had closed a kept connection. */
class StaleConnection extends Error {}

async function exchangeOnce(reach: Reach, request: HttpRequest): Promise<HttpAnswer> {
  const { url } = request;
  const to = { host: url.hostname.replace(/^\[|\]$/g, ""), port: portOf(url) };
  const direct = async () => await exchangeAt(reach, await connectable(reach, to), request);
  if (!reach.detour) return await direct();
  const around = (tunnel: Address) => exchangeAt(reach, tunnel, request);
  return await reach.detour.reach({ to, direct, around, signal: reach.signal });
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}

async function connectable({ connect }: Reach, { host, port }: Address): Promise<Address> {
  try {
    return await connect(host, port);
  } catch (cause) {
    throw cloudError("cloud-unreachable", `${host}:${port} is not reached`, reasonOf(cause), cause);
  }
}

async function exchangeAt(reach: Reach, address: Address, request: HttpRequest): Promise<HttpAnswer> {
  const where = `${request.method} ${request.url.hostname}${request.url.pathname}`;
  const withinMs = request.method === "GET" ? reach.limits.lookWithinMs : reach.limits.answerWithinMs;
  const deadline = AbortSignal.timeout(reach.limits.connectWithinMs + withinMs);
  const sending = send(reach, address, request, AbortSignal.any([reach.signal, deadline]));
  try {
    return await answerOf(await sending.response, where);
  } catch (error) {
    if (sending.isStale(error)) throw new StaleConnection();
    if (error instanceof OpsError) throw error;
    if (!sending.isConnected())
      throw cloudError("cloud-unreachable", `${where} is not reached`, reasonOf(error), error);
    throw cloudError("cloud-no-answer", `${where} does not answer`, silence(error, reach, deadline, withinMs), error);
  }
}

interface Sending {
  readonly response: Promise<IncomingMessage>;
  /** Once connected, bytes may have left. */
  isConnected(): boolean;
  isStale(error: unknown): boolean;
}

function send(reach: Reach, address: Address, request: HttpRequest, signal: AbortSignal): Sending {
  const outgoing = open(reach, address, request, signal);
  const isTls = request.url.protocol === "https:";
  let isConnected = false;
  const timer = setTimeout(() => outgoing.destroy(new Error("no connection in time")), reach.limits.connectWithinMs);
  const connected = () => {
    isConnected = true;
    clearTimeout(timer);
  };
  outgoing.once("socket", (socket) =>
    socket.connecting ? socket.once(isTls ? "secureConnect" : "connect", connected) : connected(),
  );
  outgoing.once("close", () => clearTimeout(timer));
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", resolve).on("error", reject).end(request.body);
  return {
    response: promise,
    isConnected: () => isConnected,
    isStale: (error) =>
      outgoing.reusedSocket && error instanceof Error && "code" in error && error.code === "ECONNRESET",
  };
}

/** The length is always told: some services do not take a chunked body. */
function open(reach: Reach, address: Address, { method, url, headers, body }: HttpRequest, signal: AbortSignal) {
  const isTls = url.protocol === "https:";
  const length =
    body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const options = {
    ...address,
    method,
    path: url.pathname + url.search,
    headers: { host: url.host, accept: "application/json", ...headers, ...length },
    signal,
  };
  if (!isTls) return httpRequest({ ...options, agent: method === "GET" && reach.agents.http });
  const tls = { servername: url.hostname, ...(reach.ca === undefined ? {} : { ca: reach.ca }) };
  return httpsRequest({ ...options, ...tls, agent: method === "GET" && reach.agents.https });
}

async function answerOf(response: IncomingMessage, where: string): Promise<HttpAnswer> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > bodyBytes)
      throw cloudError("cloud-too-large", `${where} answers too much`, `more than ${bodyBytes / 1024 / 1024} MiB`);
    kept.push(chunk);
  }
  const text = Buffer.concat(kept).toString("utf8");
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** Why no whole answer came: who gave up, or how the connection broke. */
function silence(error: unknown, reach: Reach, deadline: AbortSignal, withinMs: number): string {
  if (reach.signal.aborted) return "the console let go of it";
  return deadline.aborted ? `no whole answer within ${withinMs / 1000} s` : reasonOf(error);
}
