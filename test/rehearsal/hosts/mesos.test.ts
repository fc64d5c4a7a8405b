import assert from "node:assert/strict";
import test from "node:test";
import type { Json } from "#src/model/json.ts";
import { at, listAt, textAt } from "#src/model/json-at.ts";
import { openStage, type Stage } from "./stage.ts";

/** A call of the operator API; `undefined`: refused, or no answer of the leader's. */
async function call({ doors }: Stage, host: string, type: string, more: object = {}): Promise<Json | undefined> {
  const door = await doors.open(host, 5050);
  if (!door) return undefined;
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", redirect: "manual", headers, body: JSON.stringify({ type, ...more }) } as const;
  const response = await fetch(`http://${door.host}:${door.port}/api/v1`, init);
  const text = await response.text();
  return response.status === 200 ? JSON.parse(text || "{}") : undefined;
}

async function agentAt(stage: Stage, leader: string, name: string) {
  const agents = listAt(await call(stage, leader, "GET_AGENTS"), "get_agents", "agents");
  const agent = agents.find((each) => textAt(each, "agent_info", "hostname") === `${name}.cern.ch`);
  if (agent === undefined) return undefined;
  return { id: textAt(agent, "agent_info", "id", "value") ?? "", isActive: at(agent, "active") === true };
}

async function tasksOf(stage: Stage, id: string): Promise<readonly Json[]> {
  const tasks = listAt(await call(stage, "alimesos01", "GET_TASKS"), "get_tasks", "tasks");
  return tasks.filter((task) => textAt(task, "agent_id", "value") === id);
}

function reboot({ site }: Stage, name: string): void {
  site.servers.reboot(site.servers.byName(name)?.id ?? "");
}

test("an agent keeps its id over a reboot and stays deactivated; its tasks do not survive", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const before = await agentAt(stage, "alimesos01", "alibuild01");
  const agent_id = { value: before?.id ?? "" };
  const running = (await tasksOf(stage, agent_id.value)).map((task) => textAt(task, "name"));
  assert.ok(running.includes("build-O2-release"));
  await call(stage, "alimesos01", "DEACTIVATE_AGENT", { deactivate_agent: { agent_id } });
  reboot(stage, "alibuild01");
  stage.pass(40);
  assert.deepEqual(await agentAt(stage, "alimesos01", "alibuild01"), { id: before?.id, isActive: false });
  stage.pass(80);
  assert.deepEqual(await agentAt(stage, "alimesos01", "alibuild01"), { id: before?.id, isActive: false });
  assert.deepEqual(await tasksOf(stage, agent_id.value), []);
  await call(stage, "alimesos01", "REACTIVATE_AGENT", { reactivate_agent: { agent_id } });
  assert.deepEqual(await agentAt(stage, "alimesos01", "alibuild01"), { id: before?.id, isActive: true });
});

test("a rebuilt agent is another agent once Puppet was clean; the old one can still be marked gone", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const { site, pass, run } = stage;
  const before = await agentAt(stage, "alimesos01", "alibuild07");
  const { id = "", imageId = "" } = site.servers.byName("alibuild07") ?? {};
  site.servers.rebuild(id, imageId);
  pass(20 * 60);
  assert.equal(await agentAt(stage, "alimesos01", "alibuild07"), undefined);
  await run("alibuild07", "puppet", "agent", "-t", "-v");
  pass(20);
  const after = await agentAt(stage, "alimesos01", "alibuild07");
  assert.equal(after?.isActive, true);
  assert.notEqual(after?.id, before?.id);
  const gone = { mark_agent_gone: { agent_id: { value: before?.id ?? "" } } };
  assert.deepEqual(await call(stage, "alimesos01", "MARK_AGENT_GONE", gone), {});
});

test("a drain kills the tasks within their grace, and tells who they were of", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const agent = await agentAt(stage, "alimesos01", "alibuild01");
  const id = agent?.id ?? "";
  const release = (await tasksOf(stage, id)).find((task) => textAt(task, "name") === "build-O2-release");
  const frameworks = listAt(await call(stage, "alimesos01", "GET_FRAMEWORKS"), "get_frameworks", "frameworks");
  const framework = frameworks.find(
    (each) => textAt(each, "framework_info", "id", "value") === textAt(release, "framework_id", "value"),
  );
  assert.equal(textAt(release, "user"), "release-manager");
  assert.equal(textAt(framework, "framework_info", "principal"), "jenkins");
  const drain_agent = { agent_id: { value: id }, max_grace_period: { seconds: 600 } };
  await call(stage, "alimesos01", "DRAIN_AGENT", { drain_agent });
  stage.pass(10);
  assert.deepEqual(await tasksOf(stage, id), []);
});

test("tasks end by themselves on an agent that is not offered", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  for (const name of ["alibuild01", "alibuild07", "alibuild13"]) {
    const agent_id = { value: (await agentAt(stage, "alimesos01", name))?.id ?? "" };
    await call(stage, "alimesos01", "DEACTIVATE_AGENT", { deactivate_agent: { agent_id } });
    stage.pass(30 * 60);
    assert.deepEqual(await tasksOf(stage, agent_id.value), [], name);
  }
});

test("a restart of the leading master's container makes another lead, and it comes back to follow", async (context) => {
  const stage = await openStage();
  context.after(stage.close);
  const leads = async (host: string) => (await call(stage, host, "GET_MASTER")) !== undefined;
  assert.deepEqual([await leads("alimesos01"), await leads("alimesos02")], [true, false]);
  assert.equal((await stage.run("alimesos01", "docker", "restart", "mesos-master")).exitCode, 0);
  stage.pass(15);
  assert.deepEqual([await leads("alimesos01"), await leads("alimesos02")], [false, true]);
  assert.ok(await stage.doors.open("alimesos01", 5050));
  stage.pass(5);
  assert.equal((await agentAt(stage, "alimesos02", "alibuild07"))?.isActive, true);
});
