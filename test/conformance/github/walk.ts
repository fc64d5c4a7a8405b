import assert from "node:assert/strict";
import { numberAt } from "#src/model/json-at.ts";
import { branchOf, type Stage } from "../../systems/github/stage.ts";
import { differencesOf, type Exchange } from "./excerpt.ts";

/** Each exchange that was described, and how it differs; those that the excerpt does not have are counted. */
export interface Walked {
  readonly described: readonly Exchange[];
  readonly undescribed: readonly Exchange[];
  readonly differences: readonly string[];
}

/** Asks the rehearsed GitHub for everything that a campaign asks for, and for what must be refused. */
export async function walk(stage: Stage): Promise<Walked> {
  const exchanges: Exchange[] = [];
  stage.heard = (exchange) => exchanges.push(exchange);
  await campaign(stage);
  await refusals(stage);
  const looked = exchanges.map((exchange) => ({ exchange, found: differencesOf(exchange) }));
  return {
    described: looked.flatMap(({ exchange, found }) => (found ? [exchange] : [])),
    undescribed: looked.flatMap(({ exchange, found }) => (found ? [] : [exchange])),
    differences: looked.flatMap(({ exchange: { method, path, status }, found = [] }) =>
      found.map((difference) => `${method} ${path} ${status} ${difference}`),
    ),
  };
}

/** As the console asks: at each age of the checks, open, merged and closed. */
async function campaign(stage: Stage): Promise<void> {
  await stage.opened("deploy");
  for (const minutes of [0, 1, 2, 20]) {
    stage.minutes(minutes);
    await stage.look("ready-to-merge", "deploy");
  }
  await stage.apply(await stage.change("deploy", "merge", { method: "merge" }));
  await stage.look("merged", "deploy");
  await stage.opened("aurora-jobs");
  await stage.apply(await stage.change("aurora-jobs", "pull-request", { state: "closed" }));
}

async function refusals(stage: Stage): Promise<void> {
  const pulls = "/repos/nubank/scale-cluster/pulls";
  const [head, base] = [branchOf("scale-cluster"), "master"];
  assert.equal((await stage.ask("POST", pulls, { title: "x", head, base })).status, 422);
  await stage.push("scale-cluster");
  const opened = await stage.ask("POST", pulls, { title: "x", head, base });
  assert.equal(opened.status, 201);
  assert.equal((await stage.ask("POST", pulls, { title: "x", head, base })).status, 422);
  const one = `${pulls}/${numberAt(opened.body, "number")}`;
  assert.equal((await stage.ask("PUT", `${one}/merge`, {})).status, 405);
  assert.equal((await stage.ask("PUT", `${one}/merge`, { sha: "0".repeat(40) })).status, 409);
  assert.equal((await stage.ask("GET", `${pulls}/9999`)).status, 404);
  assert.equal((await stage.ask("GET", "/repos/nubank/nothing/pulls")).status, 404);
  const refs = "/repos/nubank/scale-cluster/git";
  assert.equal((await stage.ask("GET", `${refs}/ref/heads/nothing`)).status, 404);
  assert.equal((await stage.ask("DELETE", `${refs}/refs/heads/nothing`)).status, 422);
  assert.equal((await stage.ask("DELETE", `${refs}/refs/heads/${head}`)).status, 204);
}
