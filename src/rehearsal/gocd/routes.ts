import type { Context, MiddlewareHandler } from "hono";
import type { Builds } from "./builds.ts";
import type { Pipeline } from "./pipeline.ts";

export interface GocdOptions {
  readonly builds: Builds;
  readonly token: string;
  /** To whom the token belongs. */
  readonly user: string;
}

/** What it says of whatever it does not know. */
export const incorrect = "The url you are trying to reach appears to be incorrect.";

/** Any other `Accept` is another URL, as far as GoCD is concerned. */
export function accepts(version: number): MiddlewareHandler {
  const known = [`application/vnd.go.cd.v${version}+json`, "application/vnd.go.cd+json"];
  return async (context, next) => {
    if (!known.includes(context.req.header("accept") ?? "")) return context.json({ message: incorrect }, 404);
    await next();
    context.header("content-type", `${known[0]}; charset=utf-8`);
  };
}

/** Answers of one pipeline, or that there is none. */
export function ofPipeline(
  builds: Builds,
  answer: (pipeline: Pipeline, context: Context) => Response | Promise<Response>,
): (context: Context) => Promise<Response> {
  return async (context) => {
    const name = context.req.param("name") ?? "";
    const pipeline = await builds.pipeline(name);
    return pipeline ? answer(pipeline, context) : context.json({ message: `Pipeline '${name}' not found.` }, 404);
  };
}
