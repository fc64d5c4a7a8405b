import type { Context, Hono, MiddlewareHandler } from "hono";
import type { Pipeline } from "./pipeline.ts";
import { accepts, type GocdOptions, ofPipeline } from "./routes.ts";

/** A POST without a body is to be confirmed by a header, one with a body is to be JSON. */
const confirmed: MiddlewareHandler = async (context, next) => {
  const text = await context.req.text();
  const isJson = context.req.header("content-type")?.startsWith("application/json") ?? false;
  if (text !== "" && !isJson) {
    return context.json({ message: "You must specify a 'Content-Type' of 'application/json'" }, 400);
  }
  const isConfirmed = text !== "" || context.req.header("x-gocd-confirm") === "true";
  if (isConfirmed) return await next();
  return context.json({ message: "Missing required header 'X-GoCD-Confirm' with value 'true'" }, 400);
};

type Operation = (pipeline: Pipeline, context: Context, options: GocdOptions) => Response | Promise<Response>;

/** What people and programs do to pipelines. */
const operations: Readonly<Record<string, Operation>> = { schedule, pause, unpause, unlock };

export function changeRoutes(app: Hono, options: GocdOptions): void {
  for (const [verb, operation] of Object.entries(operations)) {
    const answer = ofPipeline(options.builds, (pipeline, context) => operation(pipeline, context, options));
    app.post(`/go/api/pipelines/:name/${verb}`, accepts(1), confirmed, answer);
  }
}

async function pause(pipeline: Pipeline, context: Context, { builds, user }: GocdOptions): Promise<Response> {
  const { name } = pipeline;
  if (pipeline.isPaused(builds.now)) return conflict(context, `Failed to pause pipeline '${name}'. Already paused.`);
  const body = await context.req.json().catch(() => ({}));
  pipeline.pause = { by: user, because: String(body?.pause_cause ?? "") };
  return context.json({ message: `Pipeline '${name}' paused successfully.` });
}

function unpause(pipeline: Pipeline, context: Context, { builds }: GocdOptions): Response {
  const { name } = pipeline;
  if (!pipeline.isPaused(builds.now)) return conflict(context, `Failed to unpause pipeline '${name}'. Not paused.`);
  pipeline.unpause(builds.now);
  return context.json({ message: `Pipeline '${name}' unpaused successfully.` });
}

function unlock(pipeline: Pipeline, context: Context, { builds }: GocdOptions): Response {
  const { name } = pipeline;
  if (!pipeline.isLocked) return conflict(context, `No lock exists within the pipeline configuration for ${name}`);
  if (pipeline.isRunning(builds.now)) {
    return conflict(context, "Locked pipeline instance is currently running (one of the stages is in progress)");
  }
  pipeline.isLocked = false;
  return context.json({ message: `Pipeline lock released for ${name}.` });
}

/** 202 and no counter: it becomes a run when the materials were looked at. */
function schedule(pipeline: Pipeline, context: Context, { builds, user }: GocdOptions): Response {
  const [{ name }, { now }] = [pipeline, builds];
  const refused = (why: string) => conflict(context, `Failed to trigger pipeline [${name}] { ${why} }`);
  if (pipeline.isPaused(now)) return refused(`Pipeline ${name} is paused`);
  if (pipeline.isLocked) return refused(`Pipeline ${name} is locked`);
  if (pipeline.isPreparing(now)) return refused("Pipeline already triggered");
  pipeline.trigger(user, now);
  return context.json({ message: `Request to schedule pipeline ${name} accepted` }, 202);
}

function conflict(context: Context, message: string): Response {
  return context.json({ message }, 409);
}
