import assert from "node:assert/strict";
import test from "node:test";
import type { Observed, Recipe, ScaledAgents, Stack } from "#src/recipe.ts";
import { MesosMultiAZSpotInstances } from "../../recipes/mesos-multi-az-spot-instances.ts";
import { MesosOnDemand } from "../../recipes/mesos-on-demand.ts";
import { contextOf, ofKind, outline } from "./outline.ts";

const subnets = ["subnet-74bf20f876ffc474c", "subnet-793cf4220c917b853", "subnet-8b0e7153bf7c3706d"];

const sized = (changes: Partial<ScaledAgents>) => {
  const { onDemand } = contextOf("test").stack;
  return contextOf("test", { onDemand: { ...onDemand, ...changes } });
};

/** The fields of one resource of the test stack's on-demand agents. */
function fieldsOf(kind: string, changes: Partial<Stack> = {}, recipe: Recipe = MesosOnDemand) {
  return ofKind(recipe.compose(contextOf("test", changes)), kind)[0]?.desired ?? {};
}

function group(desired: number): Observed {
  return { system: "aws", kind: "auto-scaling-group", name: "mesos-on-demand-test", fields: { desired }, targets: [] };
}

const expected = (observed: readonly Observed[]) =>
  MesosOnDemand.verify?.(contextOf("test"), observed).map(({ parameters }) => parameters);

test("a template, its group, and the agents of the group", () => {
  assert.deepEqual(outline(MesosOnDemand.compose(contextOf("test"))), [
    "security-group/mesos-test",
    "instance-profile/cantareira-test-mesos-on-demand",
    "launch-template/mesos-on-demand-test < security-group/mesos-test < instance-profile/cantareira-test-mesos-on-demand",
    "auto-scaling-group/mesos-on-demand-test < launch-template/mesos-on-demand-test",
    "scaled-agents/mesos-on-demand-test < auto-scaling-group/mesos-on-demand-test",
  ]);
});

test("the template says what an agent is", () => {
  const { userData, definition, ...fields } = fieldsOf("launch-template");
  assert.match(String(definition), /^[0-9a-f]{16}$/);
  assert.match(JSON.stringify(userData), /slave-type:mesos-on-demand;az:/);
  assert.deepEqual(fields, {
    image: "ami-122b598615dcbe810",
    type: "m5.2xlarge",
    groups: ["mesos-test"],
    profile: "cantareira-test-mesos-on-demand",
    rootGiB: 100,
    mesosVersion: "1.9.0",
    metadataTokens: "required",
    role: "mesos-on-demand",
  });
});

test("the group says its bounds, and how many at creation only", () => {
  const { templateDefinition, ...fields } = fieldsOf("auto-scaling-group");
  assert.equal(templateDefinition, fieldsOf("launch-template").definition);
  assert.deepEqual(fields, {
    template: "mesos-on-demand-test",
    min: 0,
    max: 4,
    desiredAtCreation: 1,
    subnets,
    market: "on-demand",
    instanceTypes: ["m5.2xlarge"],
  });
});

test("spot chooses among several types in several zones", () => {
  const { templateDefinition, ...fields } = fieldsOf("auto-scaling-group", {}, MesosMultiAZSpotInstances);
  assert.deepEqual(fields, {
    template: "mesos-spot-multi-az-test",
    min: 0,
    max: 6,
    desiredAtCreation: 1,
    subnets,
    market: "spot",
    instanceTypes: ["r5.2xlarge", "r5a.2xlarge", "r5d.2xlarge", "r4.2xlarge"],
  });
});

test("agents on an older definition are replaced as the environment's policies say", () => {
  const { templateDefinition, ...fields } = fieldsOf("scaled-agents");
  assert.equal(templateDefinition, fieldsOf("launch-template").definition);
  assert.deepEqual(fields, {
    group: "mesos-on-demand-test",
    mesosVersion: "1.9.0",
    batchShare: 0.25,
    tasksEndWithinSeconds: 14400,
    agentsRegisterWithinSeconds: 900,
  });
});

test("another Mesos version is another definition; another size of the group is not", () => {
  const definition = (context: ReturnType<typeof contextOf>) =>
    ofKind(MesosOnDemand.compose(context), "launch-template")[0]?.desired?.definition;
  const now = definition(contextOf("test"));
  assert.notEqual(definition(contextOf("test", { mesosVersion: "1.10.0" })), now);
  assert.notEqual(definition(sized({ rootGiB: 120 })), now);
  assert.equal(definition(sized({ min: 1, max: 9, desiredAtCreation: 5 })), now);
});

test("as many agents are expected as the group wants now; at creation as many as it begins with", () => {
  assert.deepEqual(expected([]), [{ expected: { "mesos-on-demand": 1 } }]);
  assert.deepEqual(expected([group(17)]), [{ expected: { "mesos-on-demand": 17 } }]);
  assert.deepEqual(expected([group(0)]), [{ expected: { "mesos-on-demand": 0 } }]);
});

test("agents that scale and have no instance type are refused", () => {
  assert.throws(() => MesosOnDemand.compose(sized({ instanceTypes: [] })), {
    reason: "usage",
    code: "no-instance-types",
  });
});
