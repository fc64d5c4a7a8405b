import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { type AwsEnvironment, type Environment, isAws, type OpenStackEnvironment } from "../model/environment.ts";
import { answerAws, reset } from "./aws.ts";
import { controlOf } from "./control.ts";
import { AllDoors, Doors, listen } from "./doors.ts";
import { chooseFaults, knownFaults } from "./faults.ts";
import { forgeAccess } from "./forge/access.ts";
import { ForgeDoors } from "./forge/doors.ts";
import { forgePlaces, hasSources } from "./forge/hosts.ts";
import type { Forge } from "./forge/index.ts";
import { nuProgram } from "./iam/nu.ts";
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
  /** Where worlds keep their repositories, each in a folder of its own; default: the system's temporary folder. */
  readonly folder?: string;
  /** The environment's own file; default: the one of its name in `environments/`. */
  readonly environmentFile?: string;
  /** `POST /_world/stop` came. */
  onStop?(): void;
  /** Any request came. */
  onRequest?(): void;
}

export interface ServedWorld<W extends Embedded = Embedded> {
  readonly port: number;
  readonly world: W;
  /** The repositories and what builds from them, where the place has them. */
  readonly forge?: () => Promise<Forge>;
  /** Removes what it keeps on disk, at once: for a process that ends. */
  clear(): void;
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
  if (isAws(environment)) return awsLandscape({ ...made, environment }, options);
  const { siteLandscape } = await import("./site/index.ts");
  return siteLandscape({ ...made, environment });
}

function platformOf(environment: Environment): Platform {
  return isAws(environment) ? "aws" : "openstack";
}

function awsLandscape(options: WorldOptions, serve: ServeOptions): Landscape<RehearsedWorld> {
  const world = new RehearsedWorld(options);
  const machines = new Doors(world);
  const alone = {
    world,
    answer: (request: Request) => answerAws(request, world),
    execute: (argv: readonly string[]) => world.programs.run(argv),
  };
  const { environment } = options;
  if (!hasSources(environment)) return { ...alone, access: {}, doors: machines };
  const access = forgeAccess();
  const forge = new ForgeDoors(forgePlaces(environment.sources), async () => {
    const { openForge } = await import("./forge/index.ts");
    return await openForge({ world, environment, access, ...filesOf(world, serve) });
  });
  const repositories = async () => (await forge.forge()).repositories;
  world.programs.register("nu", nuProgram({ environment, roles: world.roles, repositories }));
  return { ...alone, access: { forge: access }, doors: new AllDoors([forge, machines]), forge: () => forge.forge() };
}

function filesOf({ id, environment }: Embedded, { folder, environmentFile }: ServeOptions) {
  const usual = new URL(`../../environments/${environment}.ts`, import.meta.url);
  return {
    folder: folder ? join(folder, id) : join(tmpdir(), `mesos-console-${id}`),
    environmentFile: environmentFile ? pathToFileURL(environmentFile) : usual,
  };
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
  return { port, world, ...(landscape.forge ? { forge: landscape.forge } : {}), clear: () => doors.close(), close };
}
