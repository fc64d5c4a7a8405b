import { Hono } from "hono";
import { knownFaults } from "./faults.ts";
import type { Access, Doorways, Embedded } from "./landscape.ts";
import type { ProgramEnd } from "./programs/index.ts";
import type { Platform } from "./troubles.ts";

export interface ControlOptions {
  readonly world: Embedded;
  readonly access: Access;
  readonly doors: Doorways;
  readonly platform: Platform;
  answersEcho?(host: string): boolean;
  execute?(argv: readonly string[]): Promise<ProgramEnd>;
  stop(): void;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function millisecondsOf(body: unknown): number | undefined {
  const value = isRecord(body) ? body.milliseconds : undefined;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function argvOf(body: unknown): readonly string[] | undefined {
  const argv = isRecord(body) ? body.argv : undefined;
  const isTexts = Array.isArray(argv) && argv.every((word): word is string => typeof word === "string");
  return isTexts && argv.length > 0 ? argv : undefined;
}

/** What no real cloud has: the world's time, its log, where its machines' ports are, its end. */
export function controlOf(options: ControlOptions): Hono {
  const { world, access, doors, platform } = options;
  const { time, troubles } = world.ground;
  const control = new Hono().basePath("/_world");
  control.use(async (context, next) => {
    await next();
    context.header("x-world-now", String(time.now()));
  });
  control.get("/", (context) => {
    const { id, environment, seed } = world;
    return context.json({ id, environment, seed, faults: troubles.names(), now: time.now(), pid: process.pid, access });
  });
  control.post("/sleep", async (context) => {
    const milliseconds = millisecondsOf(await context.req.json().catch(() => undefined));
    if (milliseconds === undefined) return context.json({ error: "milliseconds must be a number, 0 or more" }, 400);
    time.sleep(milliseconds);
    return context.json({ now: time.now() });
  });
  control.get("/faults", async (context) => {
    const known = await knownFaults(platform);
    return context.json(known.map(({ name, title }) => ({ name, title, isOn: troubles.has(name) })));
  });
  control.post("/faults/:name/end", (context) => {
    troubles.end(context.req.param("name"));
    return context.json({ faults: troubles.names() });
  });
  control.get("/requests", (context) => context.json(world.requests.since(Number(context.req.query("since") ?? 0))));
  control.get("/address", async (context) => {
    const door = await doors.open(context.req.query("host") ?? "", Number(context.req.query("port")));
    return door ? context.json(door) : context.json({ error: "nothing listens there" }, 404);
  });
  control.get("/echo", (context) => {
    const isAnswered = options.answersEcho?.(context.req.query("host") ?? "") ?? false;
    return context.json({ isAnswered });
  });
  control.post("/execute", async (context) => {
    const argv = argvOf(await context.req.json().catch(() => undefined));
    if (!argv) return context.json({ error: "argv must be texts, at least one" }, 400);
    if (options.execute) return context.json(await options.execute(argv));
    return context.json({
      exitCode: 127,
      stdout: "",
      stderr: `${argv[0]}: not found: nothing is run in this rehearsal\n`,
    });
  });
  control.post("/stop", (context) => {
    options.stop();
    return context.json({});
  });
  return control;
}
