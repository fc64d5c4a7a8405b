import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { Reads } from "./reads.ts";
import type { Repositories } from "./repositories.ts";
import { callGit, type GitAnswer } from "./run.ts";

export interface GitHttpOptions {
  readonly repositories: Repositories;
  readonly owner: string;
  /** With which one may read and push: as a password for any user, or as a bearer token. */
  readonly token: string;
  /** Asked for each push, before git sees it: why its pre-receive hook is to refuse it. Absent: it never is. */
  refusal?(repository: string, branches: readonly string[]): string | undefined;
}

const services = ["git-upload-pack", "git-receive-pack"];

/** Refuses as a protected branch does, and whatever else it is told to. */
const preReceive = `#!/bin/sh
while read -r before after ref; do
  if [ "$ref" = "refs/heads/$PROTECTED_BRANCH" ]; then
    echo "error: GH006: Protected branch update failed for $ref." >&2
    echo "error: Changes must be made through a pull request." >&2
    exit 1
  fi
done
if [ -n "$REFUSAL" ]; then
  echo "$REFUSAL" >&2
  exit 1
fi
`;

/** Git's smart HTTP as github.com serves it: `/OWNER/REPOSITORY.git/…`, answered by the real `git http-backend`. */
export function gitHttp(options: GitHttpOptions): Hono {
  const { repositories, owner, token } = options;
  const reads = new Reads();
  const app = new Hono();
  // Git shows it to whoever asked.
  app.onError((error, context) => context.text(error.message, 500));
  app.use(async (context, next) => {
    if (isKnown(context.req.header("authorization"), token)) return await next();
    context.header("www-authenticate", 'Basic realm="GitHub"');
    return context.text("Authentication required", 401);
  });
  app.all("/:owner/:repository/*", async (context) => {
    const name = nameOf(context.req.param("repository"));
    const isHere = context.req.param("owner") === owner && repositories.names().includes(name);
    if (!isHere) return context.text("Repository not found.", 404);
    return await answer(options, name, context.req.raw, reads);
  });
  return app;
}

/** Basic with the token as the password, or the token itself. */
function isKnown(authorization: string | undefined, token: string): boolean {
  const [scheme = "", given = ""] = (authorization ?? "").split(" ");
  if (scheme.toLowerCase() === "basic") return Buffer.from(given, "base64").toString().split(":")[1] === token;
  return ["bearer", "token"].includes(scheme.toLowerCase()) && given === token;
}

function nameOf(segment: string): string {
  return segment.replace(/\.git$/, "");
}

async function answer(options: GitHttpOptions, name: string, request: Request, reads: Reads): Promise<Response> {
  const url = new URL(request.url);
  const service = url.searchParams.get("service") ?? url.pathname.split("/").at(-1) ?? "";
  if (!services.includes(service)) return new Response("Not found", { status: 404 });
  const body = Buffer.from(await request.arrayBuffer());
  const rest = url.pathname.split("/").slice(3).join("/");
  const call = { name, service, body, request, url, path: `/${name}.git/${rest}` };
  const isPush = service === "git-receive-pack" && request.method === "POST";
  return isPush ? await pushed(options, call) : await readBy(options, call, reads);
}

interface Call {
  readonly name: string;
  readonly service: string;
  readonly body: Buffer;
  readonly request: Request;
  readonly url: URL;
  readonly path: string;
}

async function pushed(options: GitHttpOptions, call: Call): Promise<Response> {
  const refusal = options.refusal?.(call.name, pushedBranches(call.body));
  return await options.repositories.inTurn(call.name, async () => shown(await backend(options, call, refusal)));
}

async function readBy(options: GitHttpOptions, call: Call, reads: Reads): Promise<Response> {
  const { repositories } = options;
  await repositories.tip(call.name, repositories.defaultBranch(call.name));
  const { body, request, url, path } = call;
  const told = ["git-protocol", "content-encoding"].map((name) => request.headers.get(name) ?? "");
  const asked = [request.method, path, url.search, ...told];
  const read = { folder: repositories.path(call.name), asked, body };
  return shown(await reads.answer(read, () => backend(options, call)));
}

/** Names of the branches that a push would move: its commands come first, packet by packet, up to an empty one. */
export function pushedBranches(body: Buffer): readonly string[] {
  const branches: string[] = [];
  let at = 0;
  for (let length = lengthAt(body, at); length > 4; length = lengthAt(body, at)) {
    const [command = ""] = body.toString("utf8", at + 4, at + length).split("\0");
    const [, branch] = /refs\/heads\/(.+)$/.exec(command.trimEnd()) ?? [];
    if (branch) branches.push(branch);
    at += length;
  }
  return branches;
}

/** Four hex digits, themselves included. */
function lengthAt(body: Buffer, at: number): number {
  return Number.parseInt(body.toString("latin1", at, at + 4), 16) || 0;
}

async function backend({ repositories }: GitHttpOptions, call: Call, refusal = ""): Promise<GitAnswer> {
  const args = ["-c", "http.receivepack=true", "-c", `core.hooksPath=${hooksIn(repositories.root)}`, "http-backend"];
  const env = { ...cgi(repositories, call), REFUSAL: refusal };
  return await callGit({ folder: repositories.root, args, input: call.body, env });
}

function shown({ exitCode, stdout, stderr }: GitAnswer): Response {
  return exitCode === 0 ? responseOf(stdout) : new Response(stderr, { status: 500 });
}

function hooksIn(root: string): string {
  const folder = join(root, "hooks");
  // Never while another git may be starting it.
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "pre-receive"), preReceive, { mode: 0o700 });
  return folder;
}

/** RFC 3875, as much of it as git reads. */
function cgi(repositories: Repositories, { name, body, request, url, path }: Call): Readonly<Record<string, string>> {
  const header = (key: string) => request.headers.get(key) ?? "";
  return {
    GIT_PROJECT_ROOT: repositories.root,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: path,
    REQUEST_METHOD: request.method,
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: header("content-type"),
    CONTENT_LENGTH: String(body.length),
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
    REMOTE_USER: "operator",
    PROTECTED_BRANCH: repositories.defaultBranch(name),
  };
}

/** Headers, an empty line, the body; the status is a header among them. */
function responseOf(output: Buffer): Response {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, end).toString("latin1").split("\r\n");
  const headers = new Headers(
    lines.map((line): [string, string] => [line.split(":")[0] ?? "", line.replace(/^[^:]*:\s*/, "")]),
  );
  const status = Number.parseInt(headers.get("status") ?? "200", 10);
  headers.delete("status");
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers });
}
