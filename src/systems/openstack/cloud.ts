import { isSystemError, notDone, OpsError } from "../../model/error.ts";
import { type Json, parsedJson } from "../../model/json.ts";
import { isIssued } from "../../model/permit.ts";
import type { Permit } from "../../model/system.ts";
import { cloudError, quoted } from "./error.ts";
import { exchange, type HttpAnswer } from "./http.ts";
import { messageOf } from "./message.ts";
import { parseJson } from "./read.ts";
import type { Service, Session } from "./session.ts";
import { type CloudOptions, Sessions } from "./sessions.ts";

/** A call that changes something. */
export interface Mutation {
  readonly method: "POST" | "PUT" | "DELETE";
  /** Below the service's endpoint. */
  readonly path: string;
  readonly body?: Json;
  /** Instead of the usual one: `2.83`. */
  readonly microversion?: string;
  /** Statuses that are answers here, besides success: 404 of a delete. */
  readonly accepts?: readonly number[];
}

export interface Reply {
  readonly status: number;
  /** `null`: an empty body. */
  readonly body: Json;
  /** `x-openstack-request-id`; what instance actions call it too. */
  readonly requestId: string;
}

/** One project of an OpenStack cloud: logs in by itself, and proves the project before anything else. */
export interface Cloud {
  /** The token that is used now, of the pinned project. Throws `wrong-project`. */
  session(): Promise<Session>;
  /** A look. Throws `cloud-not-found` for 404, `cloud-answer` for anything else that is no success. */
  get(service: Service, path: string, microversion?: string): Promise<Json>;
  /**
   * The one way for a change. Throws {@link NotDone} when it provably was not carried out: no permit, nothing sent, or
   * refused with a 4xx; anything else that it throws is a doubt.
   */
  send(service: Service, mutation: Mutation, permit: Permit): Promise<Reply>;
  /** The end of a server's console. A POST that changes nothing. */
  consoleOutput(serverId: string, lines: number): Promise<string>;
  close(): void;
}

/** Compute 2.79: delete_on_termination of attachments, locked_reason, the flavor's name (sheet, section 5). */
const microversions: Readonly<Record<Service, string | undefined>> = {
  compute: "compute 2.79",
  volume: "volume 3.59",
  image: undefined,
  identity: undefined,
};

/** Opens nothing yet: the credentials are looked for at the first call. */
export function openCloud(options: CloudOptions): Cloud {
  const sessions = new Sessions(options);
  return {
    session: () => sessions.current(),
    get: (service, path, microversion) => get(sessions, { service, method: "GET", path, microversion }),
    send: (service, mutation, permit) => send(sessions, { service, ...mutation }, permit),
    consoleOutput: (serverId, lines) => consoleOutput(sessions, serverId, lines),
    close: () => sessions.close(),
  };
}

interface Asked extends Omit<Mutation, "method" | "microversion"> {
  readonly service: Service;
  readonly method: Mutation["method"] | "GET";
  readonly microversion?: string | undefined;
}

/** 401: once more with a new token, and never in a loop: Glance says so too when Keystone is down (sheet, 9.3). */
async function ask(sessions: Sessions, asked: Asked): Promise<HttpAnswer> {
  const session = await sessions.current();
  const answer = await askAs(sessions, session, asked);
  if (answer.status !== 401) return answer;
  const renewed = () => sessions.instead(session);
  return await askAs(sessions, await (asked.method === "GET" ? renewed() : beforeSending(renewed)), asked);
}

function askAs({ reach }: Sessions, session: Session, { service, method, path, body, microversion }: Asked) {
  const base = session.endpoints[service];
  if (!base) throw cloudError("cloud-catalog", `no endpoint of ${service}`, "the catalog of the token names none");
  const version = microversion === undefined ? microversions[service] : `${service} ${microversion}`;
  const headers = { "x-auth-token": session.token, ...(version && { "openstack-api-version": version }) };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return exchange(reach, { method, url: new URL(base + path), headers, ...text });
}

async function get(sessions: Sessions, asked: Asked): Promise<Json> {
  const answer = await ask(sessions, asked);
  if (answer.status === 200) return parseJson(answer.text, asked.path);
  throw unexpected(asked, answer);
}

function unexpected({ service, method, path }: Asked, answer: HttpAnswer): OpsError {
  const code = codeOf(answer.status);
  return cloudError(code, `${service} answers ${answer.status} to ${method} ${path}`, quoted(messageOf(answer)));
}

function codeOf(status: number) {
  if (status === 401) return "cloud-credentials";
  return status === 404 ? "cloud-not-found" : "cloud-answer";
}

async function send(sessions: Sessions, asked: Asked, permit: Permit): Promise<Reply> {
  if (!isIssued(permit)) throw notPermitted(asked);
  const answer = await sent(sessions, asked);
  const { status } = answer;
  if ((status >= 200 && status < 300) || asked.accepts?.includes(status)) return replyOf(answer);
  const error = unexpected(asked, answer);
  throw status >= 400 && status < 500 ? notDone(error) : error;
}

/** Without a token nothing was sent; nor without a connection. */
async function sent(sessions: Sessions, asked: Asked): Promise<HttpAnswer> {
  await beforeSending(() => sessions.current());
  try {
    return await ask(sessions, asked);
  } catch (error) {
    const isUnsent = isSystemError(error) && ["cloud-unreachable", "cloud-catalog"].includes(error.code);
    throw isUnsent ? notDone(error) : error;
  }
}

/** What fails before anything was sent proves that nothing happened. */
export async function beforeSending<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw error instanceof OpsError && error.reason !== "internal" ? notDone(error) : error;
  }
}

function replyOf({ status, headers, text }: HttpAnswer): Reply {
  const id = headers["x-openstack-request-id"];
  // A success whose body is odd is a success.
  return { status, body: parsedJson(text) ?? null, requestId: typeof id === "string" ? id : "" };
}

async function consoleOutput(sessions: Sessions, serverId: string, lines: number): Promise<string> {
  const path = `/servers/${encodeURIComponent(serverId)}/action`;
  const asked: Asked = { service: "compute", method: "POST", path, body: { "os-getConsoleOutput": { length: lines } } };
  const answer = await ask(sessions, asked);
  if (answer.status !== 200) throw unexpected(asked, answer);
  const body = parseJson(answer.text, path);
  return typeof body === "object" && body !== null && "output" in body ? String(body.output ?? "") : "";
}

function notPermitted({ service, method, path }: Asked): OpsError {
  return new OpsError({
    code: "not-permitted",
    reason: "refused",
    what: `${service} ${method} ${path} was not sent`,
    why: "no guard has judged it: it does not come from a plan",
    next: "make a plan of it with a runbook",
  });
}
