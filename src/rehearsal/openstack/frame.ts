import { type Context, Hono } from "hono";
import { isFields, type Json, parsedJson } from "../../model/json.ts";
import { newUuid } from "../site/ground.ts";
import type { Site } from "../site/index.ts";
import { Refused } from "../site/refusal.ts";
import type { SiteServer } from "../site/server.ts";
import { fault, pageError, ServiceError, unauthenticated, unknownPath } from "./errors.ts";
import type { Identities, Project, Token } from "./identity.ts";

/** The cloud that the services are windows of. */
export interface Cloud {
  readonly site: Site;
  readonly identities: Identities;
}

export interface Frame {
  readonly Variables: {
    readonly token: Token;
    readonly project: Project;
    /** `undefined`: none was sent, or it is not JSON. */
    readonly body: Json | undefined;
    /** The second number of the microversion. */
    readonly minor: number;
    requestId: string;
    /** There is nothing at this path. */
    readonly isUnknown: boolean | undefined;
  };
}

export type App = Hono<Frame>;

/** The server of a request's path. @throws Refused 404 */
export type Seek = (context: Context<Frame>) => SiteServer;

/** What a body may have at most. Source: the sheet, section 9, point 5. */
const largestBody = 114_688;

export interface AppOptions {
  /** With which the service answers its own errors; Nova's is not that of its other answers. */
  readonly errorType?: string;
  /** On every answer. */
  readonly vary?: string;
}

/** An app that answers errors as its service words them; others, such as an unknown path, as what stands before it. */
export function newApp({ site }: Cloud, { errorType, vary }: AppOptions = {}): App {
  const app = new Hono<Frame>({ strict: false });
  app.use(async (context, next) => {
    context.set("requestId", `req-${newUuid(site.ground.random)}`);
    await next();
    context.header("x-openstack-request-id", context.get("requestId"));
    if (vary) context.header("Vary", vary);
  });
  app.notFound((context) => {
    context.set("isUnknown", true);
    return responseOf(unknownPath());
  });
  app.onError((error) => responseOf(asServiceError(error), errorType));
  return app;
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof Refused) return fault(error.status, error.message);
  const unexpected = "Unexpected API Error. Please report this.";
  return fault(500, `${unexpected} ${error instanceof Error ? error.message : ""}`);
}

/** @param errorType of the errors that have a kind: `{"itemNotFound": …}` */
function responseOf({ status, body, headers }: ServiceError, errorType = "application/json"): Response {
  const isKind = isFields(body) && !("error" in body) && !("message" in body);
  const type = typeof body === "string" ? "text/html; charset=utf-8" : isKind ? errorType : "application/json";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text, { status, headers: { "content-type": type, ...headers } });
}

/** Reads the body: too large is refused, and what is not JSON is for the service to judge. */
export function readBody(app: App): void {
  app.use(async (context, next) => {
    const text = context.req.raw.body ? await context.req.text() : "";
    if (text.length > largestBody) {
      throw pageError(413, `Request is too large. Larger than max_request_body_size (${largestBody}).`);
    }
    context.set("body", parsedJson(text));
    await next();
  });
}

/** From here on only with a token that is scoped to a project. @param refuse default: Keystone's 401 */
export function requireToken(app: App, { identities, site }: Cloud, refuse = unauthenticated): void {
  const keystone = { "WWW-Authenticate": `Keystone uri="http://keystone.${site.ground.environment.domain}:5000/v3"` };
  app.use(async (context, next) => {
    const token = identities.find(context.req.header("x-auth-token"));
    if (!token?.project) {
      const { status, body } = refuse();
      throw new ServiceError(status, body, keystone);
    }
    context.set("token", token);
    context.set("project", token.project);
    await next();
  });
}

/** An answer without a body, which has a type all the same. */
export function empty(status: 201 | 202 | 204, type = "application/json"): Response {
  return new Response(null, { status, headers: { "content-type": type } });
}

/** `2026-11-20T08:31:11.000000`: how most of the times are written. */
export function microseconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.(\d{3})Z$/, ".$1000");
}

/** `2026-11-20T08:31:11Z` */
export function seconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
