import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import type { Environment } from "../model/environment.ts";
import { answerAws, reset } from "./aws.ts";
import { controlOf } from "./control.ts";
import { Doors, listen } from "./doors.ts";
import { chooseFaults, knownFaults } from "./faults.ts";
import { RehearsedWorld } from "./world.ts";

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

export interface ServedWorld {
  readonly port: number;
  readonly world: RehearsedWorld;
  close(): Promise<void>;
}

async function makeWorld(options: ServeOptions): Promise<RehearsedWorld> {
  return new RehearsedWorld({
    id: randomUUID(),
    environment: options.environment,
    seed: options.seed ?? 1,
    faults: chooseFaults(options.faults ?? [], await knownFaults()),
    startsAt: options.startsAt ?? Date.now(),
  });
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** `onRequest` hears of each request before it is answered. */
function listenerOf(world: RehearsedWorld, control: Hono, onRequest: () => void): Listener {
  const answer = async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    onRequest();
    if (new URL(request.url).pathname.startsWith("/_world")) return control.fetch(request);
    const answered = await answerAws(request, world);
    if (answered !== reset) return answered;
    incoming.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  };
  return (incoming, outgoing) => {
    const respond = getRequestListener((request) => answer(request, incoming), { overrideGlobalObjects: false });
    void respond(incoming, outgoing);
  };
}

/** Serves a world on a random loopback port: AWS's endpoints and `/_world`. @throws UnknownFault */
export async function serveWorld(options: ServeOptions): Promise<ServedWorld> {
  const world = await makeWorld(options);
  const doors = new Doors(world);
  const control = controlOf({ world, doors, stop: () => options.onStop?.() });
  const server = createServer(listenerOf(world, control, () => options.onRequest?.()));
  const port = await listen(server);
  const close = async () => {
    doors.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, world, close };
}
