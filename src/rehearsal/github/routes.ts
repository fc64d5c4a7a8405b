import type { Context, Hono } from "hono";
import { type Fields, parsedJson } from "../../model/json.ts";
import { fieldsOf, textOf } from "../openstack/fields.ts";
import { answered, notFound, paged, refused } from "./answers.ts";
import { checkRunsJson, combinedStatusJson, refJson } from "./commit-json.ts";
import { type Github, operator } from "./github.ts";
import { isApproved } from "./merging.ts";
import { isRefusal, type PullRecord } from "./pull.ts";
import { pullJson, pullRow, reviewJson, viewerJson } from "./pull-json.ts";

/** GitHub's REST, as much of it as the sheet (section C) has. */
export function addRoutes(app: Hono, github: Github): void {
  app.get("/user", () => answered(viewerJson(operator)));
  pullRoutes(app, github);
  commitRoutes(app, github);
  refRoutes(app, github);
}

function pullRoutes(app: Hono, github: Github): void {
  const { owner } = github.deps;
  app.get("/repos/:owner/:repository/pulls", async (context) => {
    const repository = context.req.param("repository");
    const baseSha = await tipOfBase(github, repository);
    const rows = wanted(github, repository, new URL(context.req.url));
    return paged(
      rows.map((pull) => pullRow(owner, pull, baseSha)),
      new URL(context.req.url),
    );
  });
  app.post("/repos/:owner/:repository/pulls", async (context) => {
    const repository = context.req.param("repository");
    const { title, head, base, body, draft } = await bodyOf(context);
    const texts = {
      title: textOf(title) ?? "",
      head: textOf(head) ?? "",
      base: textOf(base) ?? "",
      body: textOf(body) ?? "",
    };
    const opened = await github.open(repository, { ...texts, isDraft: draft === true });
    return isRefusal(opened) ? refused(opened) : answered(await whole(github, opened), 201);
  });
  const one = "/repos/:owner/:repository/pulls/:number{[0-9]+}";
  app.get(one, async (context) => withPull(github, context, async (pull) => answered(await whole(github, pull))));
  app.patch(one, async (context) =>
    withPull(github, context, async (pull) => {
      const { state, title, body } = await bodyOf(context);
      pull.title = textOf(title) ?? pull.title;
      pull.body = textOf(body) ?? pull.body;
      if (state === "closed" && pull.isOpen) github.close(pull);
      return answered(await whole(github, pull));
    }),
  );
  app.put(`${one}/merge`, async (context) =>
    withPull(github, context, async (pull) => merged(github, pull, await bodyOf(context))),
  );
  app.get(`${one}/reviews`, (context) =>
    withPull(github, context, async (pull) => {
      const rows = pull.reviews.map((review) => reviewJson(owner, pull, review));
      return paged(rows, new URL(context.req.url));
    }),
  );
}

/** A `head` without an owner is no filter at all. */
function wanted(github: Github, repository: string, { searchParams }: URL): readonly PullRecord[] {
  const [state, head, base] = ["state", "head", "base"].map((name) => searchParams.get(name));
  const { owner } = github.deps;
  const isWanted = (pull: PullRecord) =>
    (state === "all" || pull.isOpen === ((state ?? "open") === "open")) &&
    (!head?.includes(":") || head === `${owner}:${pull.branch}`) &&
    (!base || base === pull.base);
  return github.all(repository).filter(isWanted).toReversed();
}

async function merged(github: Github, pull: PullRecord, { merge_method, sha }: Fields): Promise<Response> {
  const reviewed = textOf(sha);
  const order = { method: textOf(merge_method) ?? "merge", ...(reviewed !== undefined && { sha: reviewed }) };
  const done = await github.merge(pull, order);
  if (typeof done !== "string") return refused(done);
  return answered({ sha: done, merged: true, message: "Pull Request successfully merged" });
}

async function whole(github: Github, pull: PullRecord): Promise<Fields> {
  const { repository, head } = pull;
  const outlook = await github.outlook(pull);
  return pullJson(github.deps.owner, pull, await tipOfBase(github, repository), {
    isMergeable: outlook?.isMergeable ?? null,
    isApproved: isApproved(pull),
    isGreen: github.checks.isGreen(repository, head),
    changedFiles: outlook?.changedFiles ?? 1,
    commits: outlook?.commits ?? 1,
  });
}

async function tipOfBase({ deps: { repositories } }: Github, repository: string): Promise<string> {
  return (await repositories.tip(repository, repositories.defaultBranch(repository))) ?? "";
}

async function withPull(
  github: Github,
  { req }: Context,
  use: (pull: PullRecord) => Promise<Response>,
): Promise<Response> {
  const pull = github.find(req.param("repository") ?? "", Number(req.param("number")));
  return pull ? await use(pull) : notFound();
}

function commitRoutes(app: Hono, github: Github): void {
  const { owner, repositories } = github.deps;
  const shaOf = async ({ req }: Context) => {
    const [repository = "", ref = ""] = [req.param("repository"), req.param("ref")];
    return (await repositories.tip(repository, ref)) ?? ref;
  };
  app.get("/repos/:owner/:repository/commits/:ref/check-runs", async (context) => {
    const [repository, sha] = [context.req.param("repository"), await shaOf(context)];
    return answered(checkRunsJson({ owner, repository }, sha, github.checks.of(repository, sha)));
  });
  app.get("/repos/:owner/:repository/commits/:ref/status", async (context) => {
    const [repository, sha] = [context.req.param("repository"), await shaOf(context)];
    return answered(combinedStatusJson({ owner, repository }, sha, github.checks.of(repository, sha)));
  });
}

function refRoutes(app: Hono, github: Github): void {
  const { owner, repositories } = github.deps;
  app.get("/repos/:owner/:repository/git/ref/heads/:branch{.+}", async (context) => {
    const [repository, branch] = [context.req.param("repository"), context.req.param("branch")];
    const sha = await repositories.tip(repository, branch);
    return sha === undefined ? notFound() : answered(refJson({ owner, repository }, `refs/heads/${branch}`, sha));
  });
  app.delete("/repos/:owner/:repository/git/refs/heads/:branch{.+}", async (context) => {
    const [repository, branch] = [context.req.param("repository"), context.req.param("branch")];
    if (branch === repositories.defaultBranch(repository))
      return refused({ status: 422, message: "Cannot delete this branch" });
    const isThere = (await repositories.tip(repository, branch)) !== undefined;
    if (!isThere) return refused({ status: 422, message: "Reference does not exist" });
    await repositories.remove(repository, branch);
    return new Response(null, { status: 204 });
  });
}

async function bodyOf({ req }: Context): Promise<Fields> {
  return fieldsOf(parsedJson(await req.text()));
}
