import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import type { AwsEnvironment } from "../../../src/model/environment.ts";
import { cantareira, type Document, Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("dev")';
const look = 'MesosCluster.rollback("dev")';
const rollback = 'MesosCluster.rollback!("dev")';
const confirmed = ["--confirm", "dev"];

function pinned(mesosVersion: string): AwsEnvironment {
  return { ...cantareira, stacks: { ...cantareira.stacks, dev: { ...cantareira.stacks.dev, mesosVersion } } };
}

async function madeAt(t: TestContext, mesosVersion: string): Promise<Stage> {
  const stage = await Stage.open(t, { environment: pinned(mesosVersion) });
  const made = await stage.ask(["--yes"], create);
  assert.equal(made.status, 0, made.stderr);
  return stage;
}

/** Made at 1.11.0, and pinned at 1.9.0 again. */
async function tooNew(t: TestContext): Promise<Stage> {
  const stage = await madeAt(t, "1.11.0");
  stage.adopt(pinned("1.9.0"));
  return stage;
}

/** The leader, past the console: the master that answers itself. */
async function ask(stage: Stage, path: string, body?: Document): Promise<Document> {
  for (const master of ["10.20.11.10", "10.20.12.10", "10.20.13.10"]) {
    const world = `http://127.0.0.1:${stage.served.port}/_world/address`;
    const { host, port } = (await (await fetch(`${world}?host=${master}&port=5050`)).json()) as Document;
    const headers = { "content-type": "application/json" };
    const call = body && { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await fetch(`http://${host}:${port}${path}`, { ...call, redirect: "manual" });
    const text = await answer.text();
    if (answer.status === 200 && text !== "{}") return text === "" ? {} : JSON.parse(text);
  }
  throw new Error(`no leader answers ${path}`);
}

async function agents(stage: Stage): Promise<readonly Document[]> {
  return (await ask(stage, "/api/v1", { type: "GET_AGENTS" })).get_agents.agents;
}

function isMaster(id: string | undefined): boolean {
  return id?.includes("instance/mesos-master") === true;
}

/** What was begun, in the order of what was told. */
function begunIn(stderr: string): readonly (string | undefined)[] {
  return [...stderr.matchAll(/ UTC ((?:act|replace|update) \S+): begun/g)].map(([, id]) => id);
}

test("dev goes back from 1.11.0 to 1.9.0: every agent first, then the masters, the leader last", async (t) => {
  const stage = await tooNew(t);
  const forwards = await stage.ask(confirmed, create);
  assert.equal(forwards.status, 3, "an older pin is no reason to begin with the masters");
  assert.equal(forwards.document.error.code, "guard-older-masters");
  assert.match(forwards.document.error.next, /MesosCluster\.rollback\("dev"\)/);

  const { document } = await stage.ask([], look);
  const planned: readonly string[] = document.plan.changes.map(({ id }: Document) => id);
  const masters = ["b", "c", "a"].map((zone) => `replace instance/mesos-master-dev-${zone}`);
  assert.deepEqual(planned.slice(-3), masters, "a leads");
  assert.ok(planned.slice(0, -3).every((id) => !id.includes("mesos-master")));
  const back = await stage.ask(confirmed, rollback);
  assert.equal(back.status, 0, back.stderr);
  assert.deepEqual(begunIn(back.stderr), planned, "and so it was done");
  const journal = await stage.ask([], 'show("r2")');
  const steps: readonly string[] = journal.document.run.steps.map(({ step }: Document) => step);
  const firstMaster = steps.findIndex((step) => step.includes("instance/mesos-master"));
  assert.ok(steps.findLastIndex((step) => /agent|fleet-member/.test(step)) < firstMaster, steps.join("\n"));
  assert.deepEqual((await stage.ask([], look)).document.plan.changes, [], "nothing is left to do");

  const told = await agents(stage);
  assert.deepEqual([...new Set(told.map(({ version }) => version))], ["1.9.0"]);
  assert.equal(told.length, 7);
  const registry = await ask(stage, "/registrar(1)/registry");
  const kept: readonly Document[] = [...registry.slaves.slaves, ...(registry.unreachable?.slaves ?? [])];
  assert.deepEqual(
    kept.filter(({ deactivated, drain_info }) => deactivated || drain_info),
    [],
    "none is left draining",
  );
  assert.equal(registry.gone.slaves.length, 7);
});

test("while an agent drains, and while one is deactivated, nobody goes back; nothing was begun", async (t) => {
  const stage = await tooNew(t);
  const [first, second] = await agents(stage);
  const id = ({ agent_info }: Document = {}) => ({ agent_id: agent_info.id });
  await ask(stage, "/api/v1", { type: "DRAIN_AGENT", drain_agent: id(first) });
  const refused = await stage.ask(confirmed, rollback);
  assert.equal(refused.status, 3);
  assert.equal(refused.document.error.code, "guard-older-masters");
  assert.match(refused.document.error.why, /no agent is draining or deactivated: drain(?:ing|ed): ip-/);
  stage.served.world.ground.time.sleep(60_000);
  await ask(stage, "/api/v1", { type: "REACTIVATE_AGENT", reactivate_agent: id(first) });
  await ask(stage, "/api/v1", { type: "DEACTIVATE_AGENT", deactivate_agent: id(second) });
  const again = await stage.ask(confirmed, rollback);
  assert.equal(again.status, 3);
  assert.match(again.document.error.why, /deactivated: ip-/);
  const uncordon = /MesosCluster\.uncordon!\("dev", "ip-[\w.-]+"\)/.exec(again.document.error.next)?.[0] ?? "";
  assert.equal((await stage.ask(["--yes"], uncordon)).status, 0, uncordon);
  assert.deepEqual(
    (await stage.ask([], "runs()")).document.runs.map(({ id: run }: Document) => run),
    ["r1", "r2"],
  );
  assert.equal((await stage.ask([], look)).status, 0, "now it may");
});

test("a rollback that was killed half way goes on, although its own agents are deactivated", async (t) => {
  const stage = await tooNew(t);
  const { child, end, letGo } = await stage.startUntil("TerminateInstances", confirmed, rollback);
  child.kill("SIGKILL");
  letGo();
  await end;
  const resumed = await stage.ask(confirmed, 'resume!("r2")');
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.deepEqual([...new Set((await agents(stage)).map(({ version }) => version))], ["1.9.0"]);
  assert.deepEqual((await stage.ask([], look)).document.plan.changes, []);
});

test("an upgrade brings fixed agents along, masters first, and can be gone back from", async (t) => {
  const stage = await madeAt(t, "1.9.0");
  stage.adopt(pinned("1.11.0"));
  const forwards = await stage.ask(confirmed, 'MesosCluster.upgrade!("dev")');
  assert.equal(forwards.status, 0, forwards.stderr);
  const begun = begunIn(forwards.stderr);
  assert.ok(begun.findLastIndex((id) => isMaster(id)) < begun.findIndex((id) => /agent|fleet-member/.test(id ?? "")));
  assert.deepEqual([...new Set((await agents(stage)).map(({ version }) => version))], ["1.11.0"]);
  stage.adopt(pinned("1.9.0"));
  const { document } = await stage.ask([], look);
  const refusals = document.plan.verdicts.filter(({ outcome }: Document) => outcome === "refuse");
  assert.deepEqual(refusals, [], "what the upgrade replaced does not stand in the way");
  assert.equal(document.plan.changes.filter(({ id }: Document) => isMaster(id)).length, 3);
});
