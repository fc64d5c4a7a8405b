import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { type AwsEnvironment, type Environment, isAws, type OpenStackEnvironment } from "../model/environment.ts";
import { answerAws, reset } from "./aws.ts";
import { controlOf } from "./control.ts";
import { Doors, listen } from "./doors.ts";
import { chooseFaults, knownFaults } from "./faults.ts";
import type { Embedded, Landscape } from "./landscape.ts";
import type { Site } from "./site/index.ts";
import type { Platform } from "./troubles.ts";
import { RehearsedWorld, type WorldOptions } from "./world.ts";

export interface ServeOptions {
  readonly environment: Environment;
  /** Default 1. */
  readonly seed?: number;
  /** Names of faults. */
  readonly faults?: readonly string[];
  /** Milliseconds since the epoch; default: now. */
  readonly startsAt?: number;
  /** `POST /_world/stop` came. */
  onStop?(): void;
  /** Any request came. */
  onRequest?(): void;
}

export interface ServedWorld<W extends Embedded = Embedded> {
  readonly port: number;
  readonly world: W;
  close(): Promise<void>;
}

async function makeLandscape(options: ServeOptions): Promise<Landscape> {
  const { environment, seed = 1, faults = [], startsAt = Date.now() } = options;
  const made = {
    id: randomUUID(),
    seed,
    faults: chooseFaults(faults, await knownFaults(platformOf(environment))),
    startsAt,
  };
  if (isAws(environment)) return awsLandscape({ ...made, environment });
  const { siteLandscape } = await import("./site/index.ts");
  return siteLandscape({ ...made, environment });
}

function platformOf(environment: Environment): Platform {
  return isAws(environment) ? "aws" : "openstack";
}

function awsLandscape(options: WorldOptions): Landscape<RehearsedWorld> {
  const world = new RehearsedWorld(options);
  return { world, access: {}, doors: new Doors(world), answer: (request) => answerAws(request, world) };
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** `onRequest` hears of each request before it is answered. */
function listenerOf(landscape: Landscape, control: Hono, onRequest: () => void): Listener {
  const answer = async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    onRequest();
    if (new URL(request.url).pathname.startsWith("/_world")) return control.fetch(request);
    const answered = await landscape.answer(request);
    if (answered !== reset) return answered;
    incoming.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  };
  return (incoming, outgoing) => {
    const respond = getRequestListener((request) => answer(request, incoming), { overrideGlobalObjects: false });
    void respond(incoming, outgoing);
  };
}

/** Serves a world on a random loopback port: its protocols and `/_world`. @throws UnknownFault */
export async function serveWorld(
  options: ServeOptions & { readonly environment: AwsEnvironment },
): Promise<ServedWorld<RehearsedWorld>>;
export async function serveWorld(
  options: ServeOptions & { readonly environment: OpenStackEnvironment },
): Promise<ServedWorld<Site>>;
export async function serveWorld(options: ServeOptions): Promise<ServedWorld>;
export async function serveWorld(options: ServeOptions): Promise<ServedWorld> {
  const landscape = await makeLandscape(options);
  const { world, doors } = landscape;
  const control = controlOf({
    ...landscape,
    platform: platformOf(options.environment),
    stop: () => options.onStop?.(),
  });
  const server = createServer(listenerOf(landscape, control, () => options.onRequest?.()));
  const port = await listen(server);
  const close = async () => {
    doors.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, world, close };
}
