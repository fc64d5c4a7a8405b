import type { Json } from "../../model/json.ts";

/** An answer of one of the services that is an error, with the body in the shape that the service gives it. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly status: number;
  readonly body: Json | string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Json | string, headers: Readonly<Record<string, string>> = {}) {
    super(typeof body === "string" ? body : JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const kinds: Readonly<Record<number, string>> = {
  400: "badRequest",
  403: "forbidden",
  404: "itemNotFound",
  409: "conflictingRequest",
  413: "overLimit",
};

/** `{"itemNotFound": {code, message}}`, as Nova and Cinder say it. Source: the sheet, section 9, point 1. */
export function fault(status: number, message: string): ServiceError {
  const kind = kinds[status] ?? "computeFault";
  const retry = status === 413 ? { retryAfter: "0" } : {};
  const headers: Record<string, string> = status === 413 ? { "Retry-After": "0" } : {};
  return new ServiceError(status, { [kind]: { code: status, message, ...retry } }, headers);
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Request Entity Too Large",
};

/** `{"error": {code, message, title}}`, as Keystone says it, and the door of the others. */
export function keystoneError(status: number, message: string): ServiceError {
  const title = titles[status] ?? "Internal Server Error";
  return new ServiceError(status, { error: { code: status, message, title } });
}

/** `{"message": "…<br />", "code": "404 Not Found"}`, as what stands before the services says it, and Glance. */
export function pageError(status: number, message: string): ServiceError {
  const title = titles[status] ?? "Internal Server Error";
  return new ServiceError(status, { message: `${message}<br /><br />\n\n\n`, code: `${status} ${title}`, title });
}

export const unknownPath = () => pageError(404, "The resource could not be found.");

/** Wrong password, unknown user, unknown project and missing role alike. */
export const unauthenticated = () => keystoneError(401, "The request you have made requires authentication.");
