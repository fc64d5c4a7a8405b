import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import cantareira from "../../../environments/cantareira.ts";
import { serveWorld } from "../../../src/rehearsal/server.ts";
import { createHttp, type HttpRequest } from "../../../src/remote/http.ts";
import { joinRehearsal } from "../../../src/world/rehearsal.ts";
import { present } from "../../conformance/aws/case.ts";

export const sources = present(cantareira.sources);

/** A served world with its repositories, a folder for clones, and whom one is there; all of it ends with the test. */
export async function stage(t: TestContext, ...faults: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "forge-"));
  const served = await serveWorld({ environment: cantareira, faults, folder: join(folder, "worlds") });
  t.after(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const world = await joinRehearsal(served.port);
  const access = present(world.forge);
  const forge = await present(served.forge)();
  const git = await realGit(folder, access.githubToken, await world.connect("github.com", 443));
  const ask = (url: string, request: HttpRequest) => createHttp({ world, url, name: "It", next: "" })(request);
  return { folder, served, world, access, ...forge, ...git, ask };
}

/** The system's git in a folder, with the token and nothing of the operator's. */
async function realGit(home: string, token: string, door: { readonly port: number }) {
  const env = {
    ...{ PATH: process.env.PATH ?? "", HOME: home, LC_ALL: "C" },
    ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" },
    ...{ GIT_AUTHOR_NAME: "dev-x", GIT_AUTHOR_EMAIL: "dev-x@example.com" },
    ...{ GIT_COMMITTER_NAME: "dev-x", GIT_COMMITTER_EMAIL: "dev-x@example.com" },
    ...{ GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.extraHeader" },
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
  };
  const remote = (repository: string) => `http://127.0.0.1:${door.port}/nubank/${repository}.git`;
  const git = async (folder: string, ...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd: join(home, folder), env })).stdout.trim();
  return { git, remote, clone: (repository: string) => git(".", "clone", "-q", remote(repository)) };
}
