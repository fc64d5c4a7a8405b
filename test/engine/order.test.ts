import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type Drafted, orderChanges } from "../../src/engine/order.ts";
import type { Draft } from "../../src/model/plan.ts";
import { keyOf } from "../../src/model/resource.ts";
import { thing } from "./toy.ts";

function drafted(name: string, needs: readonly string[], draft: Partial<Draft> = {}, more: object = {}): Drafted {
  const action = draft.action ?? "create";
  const resource = thing(name, action === "delete" ? null : {}, {
    needs: needs.map((need) => `thing/${need}`),
    ...more,
  });
  const common = { system: "toy", kind: "thing", name, risk: "safe", because: "", targets: [] } as const;
  return { resource, drafts: [{ ...common, action, ...draft }], isLast: false };
}

function names(list: readonly Drafted[]): string[] {
  return orderChanges(list).map(({ name }) => name);
}

test("what is needed comes first, else the recipe's order stands", () => {
  assert.deepEqual(names([drafted("c", ["a"]), drafted("b", []), drafted("a", [])]), ["b", "a", "c"]);
});

test("a deletion goes the other way round", () => {
  const all = [drafted("network", [], { action: "delete" }), drafted("host", ["network"], { action: "delete" })];
  assert.deepEqual(names(all), ["host", "network"]);
});

test("replacements of a rollout group come one after the other, the last one last", () => {
  const replace = { action: "replace", risk: "disruptive" } as const;
  const group = { rollout: { group: "masters" } };
  const leader = { ...drafted("a", [], replace, group), isLast: true };
  const changes = orderChanges([leader, drafted("b", [], replace, group), drafted("c", [], replace, group)]);
  assert.deepEqual(
    changes.map(({ name, needs }) => [name, needs]),
    [
      ["b", []],
      ["c", ["replace thing/b"]],
      ["a", ["replace thing/c"]],
    ],
  );
});

test("waits of a resource belong to its replacement, not to its first creation", () => {
  const waits = [
    { system: "toy", name: "joined", stack: "test", parameters: {}, what: "it joined", withinSeconds: 60 },
  ];
  const [created] = orderChanges([drafted("a", [], {}, { waits })]);
  const [replaced] = orderChanges([drafted("a", [], { action: "replace", risk: "disruptive" }, { waits })]);
  assert.deepEqual(created?.waits, []);
  assert.deepEqual(replaced?.waits, waits);
});

test("a circle is a defect that is named", () => {
  assert.throws(() => orderChanges([drafted("a", ["b"]), drafted("b", ["a"])]), /create thing\/a, create thing\/b/);
});

test("whatever the needs, every change comes after all that it needs", () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(graphs, fc.boolean(), (graph, isDestroying) => {
      const needsOf = (needs: readonly number[], index: number) =>
        needs.filter((need) => need < index).map((need) => `t${need}`);
      const list = graph.map((needs, index) =>
        drafted(`t${index}`, needsOf(needs, index), { action: isDestroying ? "delete" : "create" }),
      );
      const order = orderChanges(list).map(keyOf);
      assert.equal(order.length, list.length);
      for (const { resource } of list) {
        for (const need of resource.needs) {
          const isAfter = order.indexOf(need) < order.indexOf(keyOf(resource));
          assert.equal(isAfter, !isDestroying);
        }
      }
    }),
  );
});

test("what is missing of a rollout group is made, and waited for, before a member is interrupted", () => {
  const waits = [
    { system: "toy", name: "joined", stack: "test", parameters: {}, what: "it joined", withinSeconds: 60 },
  ];
  const group = { rollout: { group: "masters" }, waits };
  const replace = { action: "replace", risk: "disruptive" } as const;
  const changes = orderChanges([drafted("a", [], replace, group), drafted("b", [], {}, group)]);
  assert.deepEqual(
    changes.map(({ id, needs, waits }) => [id, needs, waits.length]),
    [
      ["create thing/b", [], 1],
      ["replace thing/a", ["create thing/b"], 1],
    ],
  );
});
