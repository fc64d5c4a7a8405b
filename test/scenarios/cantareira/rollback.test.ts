import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import { cantareira, type Document, Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("dev")';
const rollback = 'MesosCluster.rollback!("dev")';
const confirmed = ["--confirm", "dev"];

function pinned(mesosVersion: string): AwsEnvironment {
  return { ...cantareira, stacks: { ...cantareira.stacks, dev: { ...cantareira.stacks.dev, mesosVersion } } };
}

/** Made at 1.11.0, and pinned at 1.9.0 again. */
async function tooNew(t: TestContext): Promise<Stage> {
  const stage = await Stage.open(t, { environment: pinned("1.11.0") });
  const made = await stage.ask(["--yes"], create);
  assert.equal(made.status, 0, made.stderr);
  stage.adopt(pinned("1.9.0"));
  return stage;
}

function isMaster(id: string): boolean {
  return id.includes("instance/mesos-master");
}

/** What the leader tells of the agents, and the registry: everyone's version, who is deactivated. */
async function states(stage: Stage): Promise<Document> {
  const call = (body: object) => ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const door = await stage.served.door("10.20.12.10", 5050);
  const agents = await (await fetch(`${door}/api/v1`, call({ type: "GET_AGENTS" }))).json();
  const registry = await (await fetch(`${door}/registrar(1)/registry`)).json();
  return { agents, registry };
}

test("dev goes back from 1.11.0 to 1.9.0: every agent first, then the masters, the leader last", async (t) => {
  const stage = await tooNew(t);
  const forwards = await stage.ask(confirmed, create);
  assert.equal(forwards.status, 3, "an older pin is no reason to begin with the masters");
  assert.equal(forwards.document.error.code, "guard-older-masters");
  assert.match(forwards.document.error.next, /MesosCluster\.rollback\("dev"\)/);

  const { document: look } = await stage.ask([], 'MesosCluster.rollback("dev")');
  const planned: readonly string[] = look.plan.changes.map(({ id }: Document) => id);
  assert.deepEqual(
    planned.slice(-3),
    ["b", "c", "a"].map((zone) => `replace instance/mesos-master-dev-${zone}`),
    "the leader is a",
  );
  assert.equal(planned.filter(isMaster).length, 3);
  const back = await stage.ask(confirmed, rollback);
  assert.equal(back.status, 0, back.stderr);
  const begun = [...back.stderr.matchAll(/ UTC ((?:act|replace|update) \S+): begun/g)].map(([, id]) => id);
  assert.deepEqual(begun, planned, "and so it was done");
  const { document: again } = await stage.ask([], 'MesosCluster.rollback("dev")');
  assert.deepEqual(again.plan.changes, []);
  const { document: hosts } = await stage.ask([], 'hosts("dev")');
  const versions: readonly string[] = hosts.map(({ mesosVersion }: Document) => mesosVersion);
  assert.deepEqual([...new Set(versions)], ["1.9.0"]);
});
