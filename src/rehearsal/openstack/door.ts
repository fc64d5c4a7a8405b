import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Site } from "../site/index.ts";
import type { Call } from "../troubles.ts";
import { AwsError } from "../wire/error.ts";
import { fault } from "./errors.ts";

/** `undefined`: the connection breaks instead of an answer. */
export type Answering = (request: Request) => Promise<Response | undefined>;

/** How a request is told in the log. */
export type Described = Pick<Call, "action" | "isMutating">;

const reads = ["GET", "HEAD", "OPTIONS"];

/** Its method and path; whatever is not a read would change something. */
export function described(request: Request): Described {
  const { pathname } = new URL(request.url);
  return { action: `${request.method} ${pathname}`, isMutating: !reads.includes(request.method) };
}

export interface Door {
  /** As it stands in the log: `nova`. */
  readonly service: string;
  describe(request: Request, body: string): Described;
  answer(request: Request): Promise<Response>;
}

/** A service as a client meets it: the fault first, then the answer, then the log. */
export function behindDoor(site: Site, { service, describe, answer }: Door): Answering {
  return async (request) => {
    const body = request.body ? await request.text() : "";
    const call: Call = { service, isDryRun: false, ...describe(request, body) };
    const interference = site.ground.troubles.interferenceOf(call);
    const { action, isMutating } = call;
    const log = (status: number, error?: string) =>
      site.requests.add({ service, action, isMutating, status, ...(error ? { error } : {}) });
    if (interference === "reset-before") {
      log(0, "ConnectionReset");
      return undefined;
    }
    const response = interference instanceof AwsError ? refusal(interference) : await answer(again(request, body));
    log(response.status);
    return interference === "reset-after" ? undefined : response;
  };
}

function again(request: Request, body: string): Request {
  const { method, headers } = request;
  return new Request(request.url, { method, headers, body: body === "" ? null : body });
}

function refusal({ status, message }: AwsError): Response {
  return Response.json(fault(status, message).body, { status });
}

/** A server for it; not yet listening. */
export function httpServer(answering: Answering): Server {
  return createServer((incoming, outgoing) => {
    const answer = async (request: Request): Promise<Response> => {
      const response = await answering(request);
      if (response) return response;
      incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    };
    void getRequestListener(answer, { overrideGlobalObjects: false })(incoming, outgoing);
  });
}
