import type { Fields } from "../../model/json.ts";
import type { ClusterNow } from "./cluster.ts";
import { leaderPages } from "./legacy.ts";
import type { Life } from "./lives.ts";
import { type Asked, flagsOf, hostnameOf, masterPort, metricsOf, registryOf, versionInfo } from "./master-json.ts";
import { operate } from "./operator.ts";
import { Refusal } from "./refusal.ts";
import type { Reign } from "./reigns.ts";

/** One HTTP request to the master process of `life`. Rules: sheet, sections 1, 3 and 8. */
export async function askMaster(cluster: ClusterNow, life: Life, request: Request): Promise<Response> {
  const reign = cluster.reign?.leader === life ? cluster.reign : undefined;
  const asked = { cluster, life, reign, isRecovered: reign !== undefined && cluster.now >= reign.recoveredAt };
  const url = new URL(request.url);
  const answer = await answerTo(asked, request, url);
  return answer instanceof Response ? answer : response(cluster.now, answer);
}

type Answer = Fields | Refusal | undefined;

async function answerTo(asked: Asked, request: Request, url: URL): Promise<Answer | Response> {
  const path = url.pathname.replace(/^\/master(?=\/)/, "");
  if (path === "/redirect") return redirect(asked, "");
  const own = Object.hasOwn(ownPages, path) ? ownPages[path] : undefined;
  if (own) return own(asked);
  const page = Object.hasOwn(leaderPages, path) ? leaderPages[path] : undefined;
  const isCall = path === "/api/v1" || path === "/api/v1/";
  if (!page && !isCall) return new Refusal(404, "404 Not Found.");
  if (!asked.reign) return redirect(asked, `/master${path}${url.search}`);
  return page ? page(asked, asked.reign, url.searchParams) : await operatorCall(asked, asked.reign, request);
}

/** What every master answers itself, whoever leads. */
const ownPages: Readonly<Record<string, (asked: Asked) => Fields | undefined>> = {
  "/health": () => undefined,
  "/version": ({ life }) => versionInfo(life),
  "/flags": ({ life }) => ({ flags: flagsOf(life) }),
  "/metrics/snapshot": metricsOf,
  "/registrar(1)/registry": registryOf,
};

/** Whatever the method or the body: to whom it believes to lead, also to itself. */
function redirect({ cluster }: Asked, path: string): Refusal | Response {
  if (!cluster.believed) return new Refusal(503, "No leader elected");
  const location = `//${hostnameOf(cluster.believed.leader)}:${masterPort}${path}`;
  return new Response(null, { status: 307, headers: { Date: httpDate(cluster.now), Location: location } });
}

async function operatorCall(asked: Asked, reign: Reign, request: Request): Promise<Answer> {
  if (!asked.isRecovered) return new Refusal(503, "Master has not finished recovery");
  if (request.method !== "POST") return wrongMethod(request.method);
  return unacceptable(request) ?? operate(asked, reign, await request.text());
}

function wrongMethod(method: string): Refusal {
  const text = `405 Method Not Allowed. Expecting one of { 'POST' }, but received '${method}'.`;
  return new Refusal(405, text, "POST");
}

/** A type with a charset, or in another case, is another type (sheet, section 8, point 9). */
function unacceptable({ headers }: Request): Refusal | undefined {
  const type = headers.get("content-type");
  if (!type) return new Refusal(400, "Expecting 'Content-Type' to be present");
  if (type !== "application/json")
    return new Refusal(415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
  const accept = headers.get("accept") ?? "*/*";
  if (/\*\/\*|application\/(\*|json)/.test(accept)) return undefined;
  return new Refusal(406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
}

function response(now: number, answer: Answer): Response {
  const date = { Date: httpDate(now) };
  if (answer === undefined) return new Response(null, { headers: date });
  if (!(answer instanceof Refusal))
    return Response.json(answer, { headers: { ...date, "Content-Type": "application/json" } });
  const { status, text, allow } = answer;
  const headers = { ...date, "Content-Type": "text/plain; charset=utf-8", ...(allow && { Allow: allow }) };
  return new Response(text, { status, headers });
}

function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}
