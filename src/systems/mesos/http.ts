import { request as httpRequest, type IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { OpsError } from "../../model/error.ts";
import { reasonOf } from "../../model/network-error.ts";
import type { Address } from "../../model/world.ts";
import { mesosError } from "./error.ts";
import type { Reach } from "./limits.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** As sent: scheme-relative on Mesos (sheet, section 8, point 2). */
  readonly location: string | undefined;
  /** The server's own clock, in milliseconds, from its `Date` header. */
  readonly dateMs: number | undefined;
  readonly text: string;
}

/**
 * One request and its whole answer, bounded in time and size. Redirects are not followed here.
 * `node:http` rather than `fetch`, which would forbid the `Host` header of the master behind the connection.
 * Throws `mesos-unreachable` when provably nothing was sent, else `mesos-no-answer` or `mesos-too-large`.
 */
export async function exchange(reach: Reach, to: Address, request: HttpRequest): Promise<HttpAnswer> {
  const direct = async () => await exchangeAt(await connectable(reach, to), reach, to, request);
  if (!reach.detour) return await direct();
  const around = (tunnel: Address) => exchangeAt(tunnel, reach, to, request);
  return await reach.detour.reach({ to, direct, around, signal: reach.signal });
}

/** `at`: where the connection really goes. */
async function exchangeAt(at: Address, reach: Reach, to: Address, request: HttpRequest): Promise<HttpAnswer> {
  const where = `${request.method} ${to.host}:${to.port}${request.path}`;
  const deadline = AbortSignal.timeout(reach.limits.connectWithinMs + reach.limits.answerWithinMs);
  const sending = send(at, to, request, AbortSignal.any([reach.signal, deadline]), reach.limits.connectWithinMs);
  try {
    const response = await sending.response;
    return await answerOf(response, where, reach.limits.bodyBytes);
  } catch (error) {
    if (error instanceof OpsError) throw error;
    if (!sending.isConnected())
      throw mesosError("mesos-unreachable", `${where} is not reached`, reasonOf(error), error);
    throw mesosError("mesos-no-answer", `${where} does not answer`, silence(error, reach, deadline), error);
  }
}

async function connectable(reach: Reach, to: Address): Promise<Address> {
  try {
    return await reach.connect(to.host, to.port);
  } catch (cause) {
    throw mesosError("mesos-unreachable", `${to.host}:${to.port} is not reached`, reasonOf(cause), cause);
  }
}

interface Sending {
  readonly response: Promise<IncomingMessage>;
  /** Once connected, bytes may have left. */
  isConnected(): boolean;
}

/** `signal` ends the whole exchange; not being connected in time ends it too. */
function send(address: Address, to: Address, request: HttpRequest, signal: AbortSignal, connectMs: number): Sending {
  const { method, path, body } = request;
  const outgoing = httpRequest({ ...address, method, path, headers: headersOf(to, body), agent: false, signal });
  let isConnected = false;
  const timer = setTimeout(() => outgoing.destroy(new Error("no connection in time")), connectMs);
  const connected = () => {
    isConnected = true;
    clearTimeout(timer);
  };
  outgoing.once("socket", (socket) => socket.once("connect", connected)).once("close", () => clearTimeout(timer));
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", resolve).on("error", reject).end(body);
  return { response: promise, isConnected: () => isConnected };
}

/** `application/json` to the letter: with a charset it is 415 (sheet, section 8, point 9). */
function headersOf(to: Address, body: string | undefined): Record<string, string | number> {
  const common = { host: `${to.host}:${to.port}`, accept: "application/json", "accept-encoding": "gzip" };
  if (body === undefined) return common;
  return { ...common, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
}

async function answerOf(response: IncomingMessage, where: string, limitBytes: number): Promise<HttpAnswer> {
  const unpack = response.headers["content-encoding"] === "gzip" ? createGunzip() : new PassThrough();
  const body = await pipeline(response, unpack, (chunks) => collect(chunks, where, limitBytes));
  const dateMs = Date.parse(response.headers.date ?? "");
  return {
    status: response.statusCode ?? 0,
    location: response.headers.location,
    dateMs: Number.isNaN(dateMs) ? undefined : dateMs,
    text: body,
  };
}

async function collect(chunks: AsyncIterable<Buffer>, where: string, limitBytes: number): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limitBytes)
      throw mesosError("mesos-too-large", `${where} answers too much`, `more than the limit of ${sizeOf(limitBytes)}`);
    kept.push(chunk);
  }
  return Buffer.concat(kept).toString("utf8");
}

function sizeOf(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${bytes} bytes`;
}

/** Why no whole answer came: who gave up, or how the connection broke. */
function silence(error: unknown, reach: Reach, deadline: AbortSignal): string {
  if (reach.signal.aborted) return "the console let go of it";
  return deadline.aborted ? `no whole answer within ${reach.limits.answerWithinMs / 1000} s` : reasonOf(error);
}
