import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { getRequestListener } from "@hono/node-server";
import environment from "../../../environments/cantareira.ts";
import type { Fields } from "../../../src/model/json.ts";
import type { Change } from "../../../src/model/plan.ts";
import type { ConditionState, Resource } from "../../../src/model/resource.ts";
import type { Edit, Repository, Sources } from "../../../src/model/sources.ts";
import type { World } from "../../../src/model/world.ts";
import { gitHttp } from "../../../src/rehearsal/git/http.ts";
import { Repositories } from "../../../src/rehearsal/git/repositories.ts";
import { createGit } from "../../../src/systems/git/index.ts";

export const author = { name: "dev-a", email: "dev-a@example.com" };
export const operator = { name: "Operator", email: "operator@example.com" };
const token = "ghp_kept-to-itself";
const begun = Date.UTC(2026, 0, 5);

export type Texts = Readonly<Record<string, string | Buffer | null>>;

const repository: Repository = { defaultBranch: "master", mergeMethod: "merge", approvals: 1, pipelines: [] };

/** Of Ruby: two pins that have to agree. */
export const deploy: Edit = {
  id: "deploy",
  repository: "deploy",
  files: ["lib/*.rb"],
  pins: ["MASTER", "SLAVE"].map((name) => ({
    of: `mesos-${name.toLowerCase()}`,
    pattern: `^  ${name} = "(?<version>[0-9][\\w.-]*)"$`,
    matches: 1,
  })),
  commit: "Run Mesos {version}",
  title: "Run Mesos {version}",
  body: "",
};

export const rubyAt = (version: string, more = "") =>
  `# versions\nmodule Versions\n  MASTER = "${version}"\n  SLAVE = "${version}"\nend\n${more}`;

/** `mesos-base` in as many Dockerfiles as mention it. */
export const models: Sources["bump"]["models"] = {
  repositories: ["model-a", "model-b"],
  edit: {
    files: ["Dockerfile", "*/Dockerfile"],
    pins: [
      { of: "mesos-base", pattern: "^FROM example/mesos-base:(?<version>[0-9][\\w.-]*)$", matches: "every-mention" },
    ],
    commit: "Build on {version}",
    title: "Build on {version}",
    body: "",
  },
};

function sourcesOf(edit: Edit, others: readonly Edit[]): Sources {
  const { sources } = environment;
  const bump = {
    ...sources.bump,
    base: { ...edit, images: [] },
    dependents: { ...edit, images: [] },
    edits: [edit, ...others],
  };
  return {
    ...sources,
    repositories: { deploy: repository, "model-a": repository, "model-b": repository },
    bump: { ...bump, models, stacks: [] },
  };
}

interface StageOptions {
  readonly edit?: Edit;
  /** Further ones. */
  readonly others?: readonly Edit[];
  /** The files of `deploy` at its first commit. */
  readonly files?: Texts;
  readonly refusal?: () => string | undefined;
}

/** A remote that speaks smart HTTP, with the repository `deploy` and two models, and the system over it. */
export async function stage(
  t: TestContext,
  { edit = deploy, others = [], files = { "lib/v.rb": rubyAt("1.9.0") }, refusal }: StageOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "git-system-"));
  const commits = (texts: Texts) => [{ author, at: begun, message: "Begin\n", files: texts }];
  const seeds = [
    { name: "deploy", defaultBranch: "master", commits: commits(files) },
    { name: "model-a", defaultBranch: "master", commits: commits({ Dockerfile: "FROM example/mesos-base:1.9.0\n" }) },
    { name: "model-b", defaultBranch: "master", commits: commits({ Dockerfile: "FROM example/python:3\n" }) },
  ];
  const repositories = new Repositories({ folder: join(folder, "remote"), seeds });
  const requests: string[] = [];
  const server = await served(
    gitHttp({ repositories, owner: "nubank", token, ...(refusal && { refusal }) }).fetch,
    requests,
  );
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const address = server.address();
  let now = Date.UTC(2026, 10, 20);
  const passes = (milliseconds: number) => {
    now += milliseconds;
  };
  const world: World = {
    kind: "rehearsal",
    id: "rehearsal-1",
    clock: { now: () => now, sleep: async (milliseconds) => passes(milliseconds) },
    random: (bytes) => "0".repeat(2 * bytes),
    connect: async () => ({ host: "127.0.0.1", port: typeof address === "object" && address ? address.port : 0 }),
    forge: { githubToken: token, gocdToken: "", airflow: { username: "", password: "" }, author: operator },
  };
  const sources = sourcesOf(edit, others);
  const another = (home: string) => createGit({ sources, world, home: join(folder, home) });
  return {
    git: another("console"),
    another,
    repositories,
    sources,
    world,
    requests,
    folder,
    /** What was fetched before is old. */
    later: () => passes(5000),
  };
}

type Fetch = (request: Request) => Response | Promise<Response>;

async function served(fetch: Fetch, requests: string[]) {
  const listener = getRequestListener(async (request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    return await fetch(request);
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export type Stage = Awaited<ReturnType<typeof stage>>;

export function branchOf(edit: Edit, version = "1.11.0"): Resource {
  const branch = `bump-mesos-${version}-${edit.id}`;
  return resource(edit, branch, { version });
}

export function revertOf(edit: Edit, version = "1.11.0"): Resource {
  const branch = `bump-mesos-${version}-${edit.id}`;
  return resource(edit, `revert-${branch}`, { reverts: branch });
}

function resource(edit: Edit, branch: string, more: Fields): Resource {
  const desired = { repository: edit.repository, branch, edit: JSON.parse(JSON.stringify(edit)), ...more };
  const name = `${edit.repository}/${branch}`;
  return { system: "git", kind: "branch", name, stack: "", role: edit.id, desired, needs: [] };
}

/** What the engine's planner does with one resource. */
export async function planned({ git }: Pick<Stage, "git">, wanted: Resource) {
  const observed = await git.observe([wanted]);
  const { drafts, notes } = git.diff(wanted, observed);
  const changes = drafts.map((draft): Change => {
    return {
      ...draft,
      id: `${draft.action} ${wanted.name}`,
      stack: "",
      role: wanted.role,
      needs: [],
      asksByItself: false,
      waits: [],
    };
  });
  return { observed: observed[0], change: changes[0], notes };
}

export async function asked({ git }: Pick<Stage, "git">, name: string, parameters: Fields): Promise<ConditionState> {
  return await git.holds({ system: "git", name, stack: "", parameters, what: name, withinSeconds: 0 });
}
