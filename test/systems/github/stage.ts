import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { getRequestListener } from "@hono/node-server";
import { type Fields, type Json, parsedJson } from "#src/model/json.ts";
import type { Change } from "#src/model/plan.ts";
import type { Condition, Resource } from "#src/model/resource.ts";
import type { Sources } from "#src/model/sources.ts";
import type { Effect, System } from "#src/model/system.ts";
import type { World } from "#src/model/world.ts";
import { Repositories } from "#src/rehearsal/git/repositories.ts";
import { appOf, Github } from "#src/rehearsal/github/index.ts";
import { Random } from "#src/rehearsal/random.ts";
import { RequestLog } from "#src/rehearsal/request-log.ts";
import { Time } from "#src/rehearsal/time.ts";
import { Troubles } from "#src/rehearsal/troubles.ts";
import { createHttp, type HttpRequest } from "#src/remote/http.ts";
import { createGithub } from "#src/systems/github/index.ts";
import cantareira from "../../../environments/cantareira.ts";
import type { Exchange } from "../../conformance/github/excerpt.ts";
import { changeOf, Journal } from "../hosts/stage.ts";

export const noon = Date.parse("2026-11-20T12:00:00Z");
export const token = "rehearsal-token";
/** Only scale-cluster says which checks it wants. */
export const sources: Sources = {
  ...cantareira.sources,
  repositories: Object.fromEntries(
    Object.entries(cantareira.sources.repositories).map(([name, { requiredChecks, ...repository }]) => {
      return [name, name === "scale-cluster" && requiredChecks ? { ...repository, requiredChecks } : repository];
    }),
  ),
};

/** In memory where that is possible. */
const temporary = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const author = { name: "dev-a", email: "dev-a@example.com" };
const pins = 'first\nMESOS_VERSION = "1.9.0"\nlast\n';

/** What is in each repository in the beginning. */
function seedOf(name: string) {
  const commits = [{ author, at: noon - 1e6, message: "Begin\n", files: { "version.py": pins } }];
  return { name, defaultBranch: "master", commits };
}

/** What is idempotent and without an outcome is sent again, as the engine does it. */
export class Engine extends Journal {
  override async perform<T extends Json>(effect: Effect<T>): Promise<T> {
    const last = this.events.findLast((event) => event.startsWith(`${effect.name} `));
    if (effect.repeat === "idempotent" && last === `${effect.name} intended`) this.events.push(`${effect.name} again`);
    return await super.perform(effect);
  }
}

type Answering = (request: Request) => Promise<Response>;

/** A rehearsed GitHub on loopback over real repositories, and the system that talks to it. */
export class Stage {
  readonly time = new Time(noon);
  readonly troubles: Troubles;
  readonly requests = new RequestLog(this.time);
  readonly repositories: Repositories;
  readonly github: Github;
  readonly throttled: { readonly what: string; readonly waitSeconds: number }[] = [];
  readonly world: World;
  readonly system: System;
  /** Answers in place of the rehearsal's, the next ones first. */
  readonly instead: ((request: Request, ask: Answering) => Promise<Response>)[] = [];
  /** An answer in place of the rehearsal's, wherever it gives one. */
  alters: (request: Request) => Response | undefined = () => undefined;
  /** Whether an answer gets lost on its way back. */
  loses: (request: Request) => boolean = () => false;
  /** Happens before a request gets there. */
  before: (request: Request) => Promise<void> = async () => {};
  /** Hears of every exchange. */
  heard: (exchange: Exchange) => void = () => {};
  #port = 0;

  private constructor(folder: string, faults: readonly string[]) {
    const contextOf = (): never => {
      throw new Error("none of these faults begins by itself");
    };
    this.troubles = new Troubles(
      faults.map((name) => ({ name, title: name })),
      contextOf,
    );
    const seeds = ["deploy", "scale-cluster", "aurora-jobs"].map(seedOf);
    this.repositories = new Repositories({ folder: join(folder, "git"), seeds });
    const { time, troubles, repositories, requests } = this;
    const ground = { time, troubles, random: new Random(1, "github") };
    this.github = new Github({ repositories, ground, owner: "nubank", token, requests });
    this.world = this.#worldOf();
    this.system = this.console();
  }

  static async open(t: TestContext, ...faults: readonly string[]): Promise<Stage> {
    const folder = mkdtempSync(join(temporary, "github-"));
    const stage = new Stage(folder, faults);
    const app = appOf(stage.github);
    const ask = async (request: Request) => await app.fetch(request);
    const answer = async (request: Request) => await stage.#hear(request, stage.instead.shift() ?? ask, ask);
    const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stage.#port = (server.address() as AddressInfo).port;
    t.after(() => {
      server.close();
      server.closeAllConnections();
      stage.system.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return stage;
  }

  async #hear(request: Request, how: (request: Request, ask: Answering) => Promise<Response>, ask: Answering) {
    const { method, url } = request;
    const { pathname, search } = new URL(url);
    const sent = parsedJson(await request.clone().text());
    await this.before(request);
    const response = this.alters(request) ?? (await how(request, ask));
    const body = parsedJson(await response.clone().text());
    const bodies = { ...(sent !== undefined && { request: sent }), ...(body !== undefined && { body }) };
    this.heard({ method, path: `${pathname}${search}`, status: response.status, ...bodies });
    return this.loses(request) ? new Response("", { status: 504 }) : response;
  }

  /** One request by hand. */
  async ask(method: HttpRequest["method"], path: string, body?: Json, authorization = `Bearer ${token}`) {
    const http = createHttp({ world: this.world, url: "https://api.github.com", name: "GitHub", next: "" });
    const headers = { authorization };
    const answer = await http({ method, path, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { ...answer, body: parsedJson(answer.text) };
  }

  #worldOf(): World {
    const airflow = { username: "", password: "" };
    return {
      kind: "rehearsal",
      id: "rehearsal-test",
      clock: { now: () => this.time.now(), sleep: async (milliseconds) => this.time.sleep(milliseconds) },
      random: (bytes) => "0".repeat(bytes * 2),
      connect: async () => ({ host: "127.0.0.1", port: this.#port, isInTheClear: true }),
      forge: { githubToken: token, gocdToken: "", airflow, author },
    };
  }

  /** Another console, with nothing in its memory. */
  console(): System {
    const onThrottle = (event: { what: string; waitSeconds: number }) => this.throttled.push(event);
    return createGithub({ sources, world: this.world, home: "/nonexistent", onThrottle });
  }

  /** A branch with the new version. */
  async push(repository: string, version = "1.11.0"): Promise<string> {
    const files = { "version.py": pins.replace("1.9.0", version) };
    const commit = { author, at: this.time.now(), message: `Bump to ${version}\n`, files };
    return await this.repositories.commit(repository, branchOf(repository), commit);
  }

  minutes(count: number): void {
    this.time.sleep(count * 60_000);
  }

  async change(repository: string, kind: string, desired: Fields = {}): Promise<Change> {
    const [change] = await this.changes(repository, kind, desired);
    if (!change) throw new Error(`there is nothing to do for ${kind} of ${repository}`);
    return change;
  }

  async changes(repository: string, kind: string, desired: Fields = {}): Promise<readonly Change[]> {
    const resource = resourceOf(repository, kind, desired);
    const drafts = this.system.diff(resource, await this.system.observe([resource])).drafts;
    return drafts.map((draft) => changeOf(draft));
  }

  /** The branch is pushed and its pull request is open. */
  async opened(repository: string): Promise<Journal> {
    await this.push(repository);
    return await this.apply(await this.change(repository, "pull-request", { title: "Bump", body: "Why" }));
  }

  async apply(change: Change, journal: Journal = new Engine(this.world.clock), system = this.system): Promise<Journal> {
    await system.apply(change, journal);
    return journal;
  }

  look(name: string, repository: string, parameters: Fields = {}) {
    return this.system.holds(conditionOf(name, repository, parameters));
  }

  /** `PUT /repos/nubank/deploy/pulls/12/merge` of all that would change something. */
  changesAsked(): readonly string[] {
    return this.requests
      .since(0)
      .filter(({ isMutating }) => isMutating)
      .map(({ action }) => action);
  }
}

export function branchOf(repository: string): string {
  return `bump-mesos-1.11.0-${repository}`;
}

export function resourceOf(repository: string, kind: string, desired: Fields): Resource {
  const branch = branchOf(repository);
  const all = { repository, branch, ...desired };
  return {
    system: "github",
    kind,
    name: `${repository}#${branch}`,
    stack: "",
    role: repository,
    desired: all,
    needs: [],
  };
}

export function conditionOf(name: string, repository: string, more: Fields = {}): Condition {
  const parameters = { repository, branch: branchOf(repository), approvals: 1, ...more };
  return { system: "github", name, stack: "", parameters, what: name, withinSeconds: 1 };
}
