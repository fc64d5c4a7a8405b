import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { Sources } from "#src/model/sources.ts";
import type { World } from "#src/model/world.ts";
import { airflowApp } from "#src/rehearsal/airflow/index.ts";
import { chooseFaults, knownFaults } from "#src/rehearsal/faults.ts";
import { Repositories } from "#src/rehearsal/git/repositories.ts";
import { seedRepositories } from "#src/rehearsal/git/seed/index.ts";
import { Builds, gocdApp } from "#src/rehearsal/gocd/index.ts";
import { Random } from "#src/rehearsal/random.ts";
import { registryApp } from "#src/rehearsal/registry/index.ts";
import { seedFrom } from "#src/rehearsal/seed.ts";
import { Time } from "#src/rehearsal/time.ts";
import { Troubles } from "#src/rehearsal/troubles.ts";
import cantareira from "../../../environments/cantareira.ts";

export const noon = Date.parse("2026-11-20T12:00:00Z");
const someone = { name: "dev-a", email: "dev-a@example.org" };

/** What is asked of a few repositories, as of all. */
const few = ["dockerfiles", "deploy", "aurora-jobs"];
const repositoriesOf = Object.fromEntries(
  Object.entries(cantareira.sources.repositories).filter(([name]) => few.includes(name)),
);
export const sources: Sources = { ...cantareira.sources, repositories: repositoriesOf };
const environment = { ...cantareira, sources };

export interface Place {
  readonly time: Time;
  readonly repositories: Repositories;
  readonly builds: Builds;
  readonly world: World;
  readonly apps: { readonly gocd: Hono; readonly airflow: Hono; readonly registry: Hono };
  /** One more commit on a repository's default branch; gives its sha. */
  commit(repository: string, files: Readonly<Record<string, string>>): Promise<string>;
  /** A file with the first version in it replaced, committed. */
  bump(repository: string, files: readonly string[], version: string): Promise<string>;
}

/** A rehearsed world's repositories, pipelines, registry and Airflow, each behind a port of its own. */
export async function place(
  t: TestContext,
  { faults = [] }: { readonly faults?: readonly string[] } = {},
): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "mesos-console-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const time = new Time(noon);
  const troubles = new Troubles(chooseFaults(faults, await knownFaults("aws")), ({ name }) => {
    return { time, place: seedFrom(environment), random: new Random(1, name) };
  });
  const repositories = new Repositories({ folder, seeds: seedRepositories({ environment, startsAt: noon }) });
  const builds = new Builds({ repositories, ground: { time, troubles }, sources, seed: 1 });
  const apps = {
    gocd: gocdApp({ builds, token: "gocd-token", user: "operator" }),
    airflow: airflowApp({ builds, username: "operator", password: "airflow-password" }),
    registry: registryApp({ builds }),
  };
  const commit: Place["commit"] = (name, files) => {
    const change = { author: someone, at: time.now(), message: `Change ${Object.keys(files)}`, files };
    return repositories.commit(name, repositories.defaultBranch(name), change);
  };
  const bump: Place["bump"] = async (name, files, version) => {
    const branch = repositories.defaultBranch(name);
    const texts = await Promise.all(files.map(async (file) => [file, await repositories.read(name, branch, file)]));
    return await commit(
      name,
      Object.fromEntries(texts.map(([file, text]) => [file, String(text).replace(/1\.9\.0/, version)])),
    );
  };
  return { time, repositories, builds, apps, commit, bump, world: await worldOf(t, time, apps) };
}

async function worldOf(t: TestContext, time: Time, apps: Place["apps"]): Promise<World> {
  const ports = new Map([
    [new URL(sources.gocd.url).hostname, await served(t, apps.gocd)],
    [new URL(sources.airflow.url).hostname, await served(t, apps.airflow)],
    [new URL(sources.registry.url).hostname, await served(t, apps.registry)],
  ]);
  return {
    kind: "rehearsal",
    id: "rehearsal-test",
    clock: { now: () => time.now(), sleep: async (milliseconds) => time.sleep(milliseconds) },
    random: (bytes) => "0".repeat(bytes * 2),
    connect: async (host) => ({ host: "127.0.0.1", port: ports.get(host) ?? 1, isInTheClear: true }),
    forge: {
      githubToken: "github-token",
      gocdToken: "gocd-token",
      airflow: { username: "operator", password: "airflow-password" },
      author: someone,
    },
  };
}

async function served(t: TestContext, app: Hono): Promise<number> {
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
