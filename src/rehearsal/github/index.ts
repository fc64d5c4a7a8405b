import { createHash } from "node:crypto";
import { type Context, Hono, type Next } from "hono";
import { notFound, refused } from "./answers.ts";
import { Github, type GithubDeps } from "./github.ts";
import { Limits } from "./limits.ts";
import { addRoutes } from "./routes.ts";

export { Github, type GithubDeps } from "./github.ts";

/** GitHub's REST over the world's repositories. Made when the world begins: it hears of every push from then on. */
export function githubApp(deps: GithubDeps): Hono {
  return appOf(new Github(deps));
}

/** The same over a GitHub that somebody else has a hand in, too. */
export function appOf(github: Github): Hono {
  const { deps } = github;
  const app = new Hono();
  const limits = new Limits(deps.ground);
  app.notFound(() => notFound());
  app.use((context, next) => noted(context, next, github));
  app.use((context, next) => limited(context, next, github, limits));
  app.use((context, next) => known(context, next, deps));
  app.use("/repos/:owner/:repository/*", async (context, next) => {
    const { owner, repository } = context.req.param();
    const isHere = owner === deps.owner && deps.repositories.names().includes(repository);
    return isHere ? await next() : notFound();
  });
  addRoutes(app, github);
  return app;
}

function isChange({ req }: Context): boolean {
  return req.method !== "GET" && req.method !== "HEAD";
}

/** What others do by themselves is over first; then the request, which is noted; the answer has the world's date. */
async function noted(context: Context, next: Next, github: Github): Promise<void> {
  const { requests, ground } = github.deps;
  await github.atRest();
  await next();
  const { status } = context.res;
  context.res.headers.set("date", new Date(ground.time.now()).toUTCString());
  const action = `${context.req.method} ${context.req.path}`;
  requests?.add({ service: "github", action, isMutating: isChange(context), status });
}

async function limited(context: Context, next: Next, github: Github, limits: Limits): Promise<void> {
  if (limits.take()) {
    context.res = refused({ status: 403, message: "API rate limit exceeded for user." });
  } else {
    await next();
    await tagged(context);
    if (isChange(context) && context.res.status < 300) changed(context, github, limits);
  }
  for (const [name, value] of Object.entries(limits.headers())) context.res.headers.set(name, value);
}

/** An answer that the asker has already is not sent again. */
async function tagged(context: Context): Promise<void> {
  if (context.req.method !== "GET" || context.res.status !== 200) return;
  const digest = createHash("sha256")
    .update(await context.res.clone().text())
    .digest("hex");
  const etag = `W/"${digest}"`;
  const isKnown = context.req.header("if-none-match") === etag;
  if (isKnown) context.res = new Response(null, { status: 304 });
  context.res.headers.set("etag", etag);
}

function changed(context: Context, github: Github, limits: Limits): void {
  limits.changed();
  const isMerge = context.req.method === "PUT" && context.req.path.endsWith("/merge");
  if (!isMerge || !github.losesAnswer()) return;
  context.res = new Response("<html><body><h1>502 Bad Gateway</h1></body></html>", {
    status: 502,
    headers: { "content-type": "text/html" },
  });
}

async function known(context: Context, next: Next, { token }: GithubDeps): Promise<Response | undefined> {
  const [scheme = "", given] = (context.req.header("authorization") ?? "").split(" ");
  const isKnown = ["bearer", "token"].includes(scheme.toLowerCase()) && given === token;
  if (!isKnown) return Response.json({ message: "Bad credentials", status: "401" }, { status: 401 });
  if (!context.req.header("user-agent"))
    return refused({ status: 403, message: "Request forbidden by administrative rules." });
  await next();
  return undefined;
}
