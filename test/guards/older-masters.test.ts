import assert from "node:assert/strict";
import test from "node:test";
import guard from "../../src/guards/older-masters.ts";
import type { Facts } from "../../src/model/guard.ts";
import type { Condition, ConditionState, Target } from "../../src/model/resource.ts";
import { changeOf, planOf } from "../views/samples.ts";
import { place } from "./place.ts";

const host = "ip-10-20-1-16.ec2.internal";
const target: Target = {
  ...{ system: "aws", kind: "instance", id: "i-1", names: [host], tags: {}, attached: [], isManaged: true },
};

const stopped = changeOf("act", "agent", host, { after: { offers: "none" } });
const gone = changeOf("act", "gone-agent", host, { after: { gone: true }, needs: [stopped.id] });
const agent = changeOf("replace", "fleet-member", "i-1", {
  role: "mesos-fixed",
  targets: [target],
  needs: [stopped.id, gone.id],
});
const master = changeOf("replace", "instance", "mesos-master-test-b", {
  ...{ role: "mesos-master", before: { mesosVersion: "1.9.0" }, after: { mesosVersion: "1.8.1" }, needs: [agent.id] },
});

/** What the guard asked to be left out, by the condition. */
async function exceptions(done: readonly string[], judged = master) {
  const asked = new Map<string, Condition>();
  const holds = async (condition: Condition): Promise<ConditionState> => {
    asked.set(condition.name, condition);
    return { holds: condition.system === "aws" ? "no" : "yes", detail: condition.what };
  };
  const changes = [stopped, gone, agent, judged];
  const plan = planOf({ changes, invocation: { recipe: "MesosCluster", verb: "rollback", args: ["test"] } });
  const facts: Facts = { environment: place, plan, done: new Set(done), targets: async () => [], holds };
  const judgement = await guard.judge(judged, facts);
  const except = (name: string) => asked.get(name)?.parameters.except;
  return { outcome: judgement?.outcome, newer: except("none-newer"), draining: except("none-draining") };
}

test("while planning, agents that are replaced before may be newer; nobody's may be deactivated", async () => {
  assert.deepEqual(await exceptions([]), { outcome: "allow", newer: ["i-1", host], draining: [] });
});

test("a run that goes on may have deactivated the agent that it replaces next", async () => {
  assert.deepEqual(await exceptions([stopped.id]), { outcome: "allow", newer: ["i-1", host], draining: [host] });
});

test("at the last moment there is no exception", async () => {
  const all = [stopped.id, gone.id, agent.id];
  assert.deepEqual(await exceptions(all), { outcome: "allow", newer: [], draining: [] });
});

test("a replacement that does not come before the master is no exception", async () => {
  const { newer } = await exceptions([], { ...master, needs: [] });
  assert.deepEqual(newer, []);
});
