import { type Context, Hono } from "hono";
import type { Builds } from "./builds.ts";
import { runJson, stageInstanceJson } from "./json.ts";
import { changeRoutes } from "./operations.ts";
import type { Pipeline } from "./pipeline.ts";
import { accepts, type GocdOptions, incorrect, ofPipeline } from "./routes.ts";

export { Builds } from "./builds.ts";
export type { GocdOptions } from "./routes.ts";

/** GoCD's API. Source: protocols sheet, section B. */
export function gocdApp(options: GocdOptions): Hono {
  const app = new Hono();
  app.notFound((context) => context.json({ message: incorrect }, 404));
  app.get("/go/api/v1/health", (context) => context.json({ health: "OK" }));
  app.use("/go/api/*", async (context, next) => {
    const authorization = context.req.header("authorization");
    if (authorization === undefined) return context.redirect("/go/auth/login", 302);
    if (/^bearer (.+)$/i.exec(authorization)?.[1] === options.token) return await next();
    return context.json({ message: "Invalid Personal Access Token." }, 401);
  });
  serverRoutes(app, options);
  readRoutes(app, options.builds);
  changeRoutes(app, options);
  return app;
}

function serverRoutes(app: Hono, { user }: GocdOptions): void {
  app.get("/go/api/current_user", accepts(1), (context) => {
    return context.json({ login_name: user, display_name: user, enabled: true, email: `${user}@rehearsal.example` });
  });
  app.get("/go/api/version", accepts(1), (context) => {
    return context.json({ version: "24.1.0", build_number: "18867", full_version: "24.1.0 (18867-rehearsal)" });
  });
}

function readRoutes(app: Hono, builds: Builds): void {
  const { sources } = builds.options;
  const telling = (pipeline: Pipeline) => ({ pipeline, sources, now: builds.now });
  const status = ofPipeline(builds, (pipeline, context) => context.json(statusJson(pipeline, builds.now)));
  app.get("/go/api/pipelines/:name/status", accepts(1), status);
  const history = ofPipeline(builds, (pipeline, context) => page(pipeline, context, builds));
  app.get("/go/api/pipelines/:name/history", accepts(1), history);
  const one = ofPipeline(builds, (pipeline, context) => {
    const run = runOf(pipeline, context, builds.now);
    return run ? context.json(runJson(telling(pipeline), run)) : missing(context);
  });
  app.get("/go/api/pipelines/:name/:counter", accepts(1), one);
  const stage = ofPipeline(builds, (pipeline, context) => {
    const run = runOf(pipeline, context, builds.now);
    const told = run && stageInstanceJson(telling(pipeline), run, context.req.param("stage") ?? "");
    return told ? context.json(told) : missing(context);
  });
  app.get("/go/api/stages/:name/:counter/:stage/1", accepts(3), stage);
}

function runOf(pipeline: Pipeline, context: Context, now: number) {
  return pipeline.runs(now).find(({ counter }) => String(counter) === context.req.param("counter"));
}

function missing(context: Context): Response {
  return context.json({ message: "Not Found { Pipeline instance not found }" }, 404);
}

function statusJson(pipeline: Pipeline, now: number) {
  const isPaused = pipeline.isPaused(now);
  return {
    paused: isPaused,
    paused_cause: isPaused ? (pipeline.pause?.because ?? null) : null,
    paused_by: isPaused ? (pipeline.pause?.by ?? null) : null,
    locked: pipeline.isLocked,
    schedulable: !isPaused && !pipeline.isLocked && !pipeline.isPreparing(now),
  };
}

/** The newest first; the cursor is the counter after which a page begins. */
function page(pipeline: Pipeline, context: Context, builds: Builds): Response {
  const size = Number(context.req.query("page_size") ?? 10);
  if (!(size >= 10 && size <= 100)) {
    const message = "The query parameter 'page_size', if specified must be a number between 10 and 100.";
    return context.json({ message }, 400);
  }
  const after = Number(context.req.query("after") ?? Number.POSITIVE_INFINITY);
  const runs = pipeline.runs(builds.now).toReversed();
  const shown = runs.filter(({ counter }) => counter < after);
  const last = shown[size - 1];
  const telling = { pipeline, sources: builds.options.sources, now: builds.now };
  // The host is the server's own idea of itself.
  const href = `http://gocd.internal:8153/go/api/pipelines/${pipeline.name}/history?after=${last?.counter}`;
  const links = shown.length > size && last ? { next: { href } } : {};
  return context.json({ _links: links, pipelines: shown.slice(0, size).map((run) => runJson(telling, run)) });
}
