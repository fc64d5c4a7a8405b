import { pushedBranches } from "../git/http.ts";
import type { Embedded } from "../landscape.ts";
import type { Answering } from "../openstack/door.ts";
import type { Call } from "../troubles.ts";
import type { ForgePlace } from "./hosts.ts";

/** One service: a function from a request to a response. */
export interface ForgeApp {
  fetch(request: Request): Response | Promise<Response>;
}

export interface Surroundings {
  readonly world: Embedded;
  /** What others do by themselves in the repositories is over. */
  atRest(): Promise<void>;
}

const reads = ["GET", "HEAD", "OPTIONS"];
/** Sent by POST, and changing nothing. */
const readsByPost = /\/git-upload-pack$|\/auth\/token(\/cli)?$/;

/** The services of one host and port as a client meets them: the answer, the log, and a connection that may break. */
export function forgeDoor(
  { world, atRest }: Surroundings,
  at: readonly (ForgePlace & { readonly app: ForgeApp })[],
): Answering {
  const longestFirst = at.toSorted((one, other) => other.prefix.length - one.prefix.length);
  return async (request) => {
    const { pathname } = new URL(request.url);
    const place = longestFirst.find(({ prefix }) => prefix === "" || pathname.startsWith(`${prefix}/`));
    if (!place) return new Response("Not Found", { status: 404 });
    const call = await callOf(place, request);
    const isBroken = call.isMutating && world.ground.troubles.interferenceOf(call) === "reset-after";
    await atRest();
    const response = await place.app.fetch(withoutPrefix(request, place.prefix));
    const { service, action, isMutating } = call;
    world.requests.add({ service, action, isMutating, status: response.status });
    return isBroken ? undefined : response;
  };
}

async function callOf({ service, prefix }: ForgePlace, request: Request): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url);
  const asked = searchParams.get("service");
  const isMutating = !reads.includes(request.method) && !readsByPost.test(pathname);
  const told = [`${request.method} ${pathname.slice(prefix.length)}${asked ? `?service=${asked}` : ""}`];
  if (isMutating && service === "git") told.push(...(await branchesOf(request)));
  return { service, action: told.join(" "), isMutating, isDryRun: false };
}

/** Which branches a push moves: what one wants to know of it. */
async function branchesOf(request: Request): Promise<readonly string[]> {
  return pushedBranches(Buffer.from(await request.clone().arrayBuffer()));
}

function withoutPrefix(request: Request, prefix: string): Request {
  if (prefix === "") return request;
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(prefix.length);
  return new Request(url, request);
}
