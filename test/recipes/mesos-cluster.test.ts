import assert from "node:assert/strict";
import test from "node:test";
import { digest, type Fields, keyOf, type Recipe, type Resource } from "#src/recipe.ts";
import { MesosCluster } from "../../recipes/mesos-cluster.ts";
import { MesosFixed } from "../../recipes/mesos-fixed.ts";
import { MesosMaster } from "../../recipes/mesos-master.ts";
import { MesosMultiAZSpotInstances } from "../../recipes/mesos-multi-az-spot-instances.ts";
import { MesosOnDemand } from "../../recipes/mesos-on-demand.ts";
import { readIgnition } from "../ignition/spec.ts";
import { contextOf, ofKind, type StackName, userDataOf } from "./outline.ts";

const parts: readonly Recipe[] = [MesosMaster, MesosFixed, MesosOnDemand, MesosMultiAZSpotInstances];
const stacks: readonly StackName[] = ["test", "dev", "stable"];

/** Every word that an operator may see of a composition. */
const fingerprintOf = (resources: readonly Resource[]) =>
  resources.map((resource) => [keyOf(resource), digest(plain(resource))]);
const plain = (resource: Resource): Fields => JSON.parse(JSON.stringify(resource));

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

for (const stack of stacks) {
  test(`${stack}: everything of the stack, each thing once`, () => {
    assert.deepEqual(MesosCluster.compose(contextOf(stack)).map(keyOf), [
      `security-group/mesos-${stack}`,
      `instance-profile/cantareira-${stack}-mesos-master`,
      ...["a", "b", "c"].flatMap((zone) =>
        ["network-interface", "volume", "instance"].map((kind) => `${kind}/mesos-master-${stack}-${zone}`),
      ),
      `instance-profile/cantareira-${stack}-mesos-fixed`,
      ...["a", "b", "c"].map((zone) => `instances/mesos-fixed-${stack}-${zone}`),
      ...["mesos-on-demand", "mesos-spot-multi-az"].flatMap((role) => [
        `instance-profile/cantareira-${stack}-${role}`,
        `launch-template/${role}-${stack}`,
        `auto-scaling-group/${role}-${stack}`,
        `scaled-agents/${role}-${stack}`,
      ]),
    ]);
  });

  test(`${stack}: every host boots with valid user data of the stack's version`, () => {
    const texts = Object.values(userDataOf(MesosCluster, contextOf(stack)));
    assert.equal(texts.length, 3 + 3 + 2);
    for (const text of texts) {
      const starts = readIgnition(text).systemd.units.flatMap(
        ({ contents }) => /^ExecStart=.*$/m.exec(contents ?? "") ?? [],
      );
      const versions = starts.flatMap((start) => /mesos-(?:master|agent):([\d.]+)$/.exec(start)?.[1] ?? []);
      assert.deepEqual(versions, [contextOf(stack).stack.mesosVersion]);
    }
  });

  test(`${stack}: the recipes are pure`, () => {
    for (const recipe of [MesosCluster, ...parts]) {
      const context = frozen(structuredClone(contextOf(stack)));
      assert.deepEqual(fingerprintOf(recipe.compose(context)), fingerprintOf(recipe.compose(contextOf(stack))));
    }
  });
}

test("what needs something is composed after it", () => {
  const seen = new Set<string>();
  for (const resource of MesosCluster.compose(contextOf("test"))) {
    assert.deepEqual(
      resource.needs.filter((key) => !seen.has(key)),
      [],
      keyOf(resource),
    );
    seen.add(keyOf(resource));
  }
});

test("agents come after the masters", () => {
  const resources = MesosCluster.compose(contextOf("test"));
  const masters = ofKind(resources, "instance").map(keyOf);
  for (const agent of ["instances", "auto-scaling-group", "scaled-agents"].flatMap((kind) => ofKind(resources, kind))) {
    assert.deepEqual(agent.needs.slice(-3), masters, keyOf(agent));
  }
});

test("a part desires the same alone and within the cluster", () => {
  const cluster = new Map(
    MesosCluster.compose(contextOf("test")).map((resource) => [keyOf(resource), resource.desired]),
  );
  for (const resource of parts.flatMap((part) => part.compose(contextOf("test")))) {
    assert.deepEqual(resource.desired, cluster.get(keyOf(resource)), keyOf(resource));
  }
});

test("it is verified by a leader and by the agents of each type", () => {
  const conditions = MesosCluster.verify?.(contextOf("stable"), []) ?? [];
  assert.deepEqual(
    conditions.map(({ what }) => what),
    [
      "the masters elected a leader",
      "the agents registered: 6 mesos-fixed",
      "the agents registered: 3 mesos-on-demand",
      "the agents registered: 3 mesos-spot-multi-az",
    ],
  );
});

test("another Mesos version changes the user data of every host", () => {
  const before = userDataOf(MesosCluster, contextOf("stable"));
  const after = userDataOf(MesosCluster, contextOf("stable", { mesosVersion: "1.11.0" }));
  const changed = Object.keys(after).filter((key) => after[key] !== before[key]);
  assert.deepEqual(changed, Object.keys(before));
});

test("uncordon offers exactly the named agents again", () => {
  const resources = MesosCluster.verbs?.uncordon?.compose(contextOf("test"), "ip-10-20-1-16", "ip-10-20-2-16") ?? [];
  assert.deepEqual(
    resources.map(({ system, kind, name, desired }) => [system, kind, name, desired]),
    [
      ["mesos", "agent", "ip-10-20-1-16", { offers: "all" }],
      ["mesos", "agent", "ip-10-20-2-16", { offers: "all" }],
    ],
  );
});
