import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import { getRequestListener } from "@hono/node-server";
import environment from "../../environments/cantareira.ts";
import type { Sources } from "../../src/model/sources.ts";
import type { World } from "../../src/model/world.ts";
import type { NewCommit } from "../../src/rehearsal/git/fast-import.ts";
import { gitHttp } from "../../src/rehearsal/git/http.ts";
import { Repositories } from "../../src/rehearsal/git/repositories.ts";
import { createGit, type GitOptions } from "../../src/systems/git/index.ts";
import { deploy, rubyAt } from "../systems/git/stage.ts";

const run = promisify(execFile);
export const author = { name: "dev-a", email: "dev-a@example.com" };
export const token = "ghp_kept-to-itself";

/** The world as it is: the operator's own git, ssh and settings. */
const world: World = {
  kind: "real",
  id: "real",
  clock: {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  },
  random: (bytes) => "0".repeat(2 * bytes),
  connect: async (host, port) => ({ host, port }),
};

/** The repository `deploy` at 1.9.0 in a folder; an own hook of it may be written. */
export class Remote {
  readonly folder: string;
  readonly repositories: Repositories;

  constructor(folder: string) {
    this.folder = join(folder, "nubank");
    const first: NewCommit = {
      author,
      at: Date.UTC(2026, 0, 5),
      message: "Begin\n",
      files: { "lib/v.rb": rubyAt("1.9.0") },
    };
    const seeds = [{ name: "deploy", defaultBranch: "master", commits: [first] }];
    this.repositories = new Repositories({ folder: this.folder, seeds });
  }

  /** `undefined` takes it away. */
  hook(name: "pre-receive" | "post-receive", lines: string | undefined): void {
    const file = join(this.folder, "deploy.git", "hooks", name);
    mkdirSync(join(this.folder, "deploy.git", "hooks"), { recursive: true });
    if (lines === undefined) rmSync(file, { force: true });
    else writeFileSync(file, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  }

  async tip(branch: string): Promise<string | undefined> {
    return await this.repositories.tip("deploy", branch);
  }

  async commit(branch: string, text: string): Promise<string> {
    const files = { "lib/v.rb": text };
    return await this.repositories.commit("deploy", branch, {
      author,
      at: Date.UTC(2026, 5, 1),
      message: "Later\n",
      files,
    });
  }

  async merge(head: string): Promise<void> {
    const order = {
      base: "master",
      head,
      method: "merge",
      title: `Merge ${head}`,
      message: "",
      at: Date.now(),
    } as const;
    await this.repositories.merge("deploy", order);
  }

  /** That every object is sound. */
  async check(): Promise<void> {
    const env = { PATH: process.env.PATH };
    await run("git", ["-C", join(this.folder, "deploy.git"), "fsck", "--strict"], { env });
  }
}

/** The operator's settings of git for as long as a test takes. */
export function operatorIs(t: TestContext, folder: string, variables: Readonly<Record<string, string>>): void {
  const config = join(folder, "gitconfig");
  writeFileSync(config, "[user]\n\tname = Operator\n\temail = operator@example.com\n[commit]\n\tgpgSign = true\n");
  const own = {
    GIT_CONFIG_GLOBAL: config,
    GIT_TRACE: join(folder, "trace"),
    GITHUB_TOKEN: "",
    GH_TOKEN: "",
    ...variables,
  };
  const before = Object.keys(own).map((name): [string, string | undefined] => [name, process.env[name]]);
  Object.assign(process.env, own);
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}

/** The system over a remote, without the patience of everyday life. */
export function gitAt(remote: string, home: string, more: Partial<GitOptions> = {}) {
  const { sources } = environment;
  const repositories = {
    deploy: { defaultBranch: "master", mergeMethod: "merge", approvals: 1, pipelines: [] },
  } as const;
  const api = remote.startsWith("http") ? `${new URL(remote).origin}/api/v3` : sources.github.api;
  const bump: Sources["bump"] = { ...sources.bump, edits: [deploy] };
  const own: Sources = { ...sources, github: { api, owner: "nubank" }, git: { remote }, repositories, bump };
  return createGit({ sources: own, world, home, limits: { youngMs: 0, remoteSeconds: 20 }, ...more });
}

/** What becomes of a push at the server: answered, or its connection ends before or after git has done it. */
export type Fate = "answered" | "lost-before" | "lost-after";

/** Smart HTTP over the remote, by the real `git http-backend`. */
export async function overHttp(
  t: TestContext,
  { repositories }: Remote,
  onPush: () => string | undefined = () => undefined,
) {
  const fates: Fate[] = [];
  const app = gitHttp({ repositories, owner: "nubank", token, refusal: onPush });
  const listener = getRequestListener(app.fetch);
  const server = createServer(async (incoming, outgoing) => {
    const isPush = incoming.method === "POST" && incoming.url?.endsWith("git-receive-pack");
    const fate = isPush ? (fates.shift() ?? "answered") : "answered";
    if (fate === "lost-before") return incoming.socket.destroy();
    if (fate === "lost-after") dropAnswer(incoming, outgoing);
    await listener(incoming, outgoing);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/nubank/{repository}.git`, fates };
}

/** git has done it, and nobody hears of it. */
function dropAnswer({ socket }: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.write = () => !socket.destroy();
  outgoing.end = () => {
    socket.destroy();
    return outgoing;
  };
}
