import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import test, { after, type TestContext } from "node:test";
import { runInThisContext } from "node:vm";
import { OpsError } from "../../../src/model/error.ts";
import type { Attack, Neighbour, Route } from "../../guards/case.ts";
import { casesOf } from "../../guards/files.ts";
import { poison } from "../../guards/poison.ts";
import { type Document, Stage } from "../../guards/stage.ts";

/** One file per case: `<guard>/attacks/*.ts` must be refused, `<guard>/neighbours/*.ts` must be allowed. */
const attacks = await casesOf<Attack>("*/attacks");
const neighbours = await casesOf<Neighbour>("*/neighbours");

const whole = ['MesosCluster.create!("test")'];

type Case = Attack | Neighbour;

/** Attacks change nothing: those with the same stage share it. */
const shared: { readonly set: string; readonly stage: Case["stage"]; readonly opened: Promise<Stage> }[] = [];
after(async () => {
  for (const { opened } of shared) await (await opened).close();
});

function stageOf({ set: typed = whole, stage }: Case): Promise<Stage> {
  const set = typed.join("\n");
  const known = shared.find((each) => each.set === set && each.stage === stage);
  if (known) return known.opened;
  const opened = open(typed, stage);
  shared.push({ set, stage, opened });
  return opened;
}

async function ownStage({ set = whole, stage }: Case, t: TestContext): Promise<Stage> {
  const opened = await open(set, stage);
  t.after(() => opened.close());
  return opened;
}

async function open(set: readonly string[], stage: Case["stage"]): Promise<Stage> {
  const opened = await Stage.open(...set);
  await stage?.(opened);
  return opened;
}

async function typed(each: Case, stage: Stage) {
  const environment = (await each.environment?.(stage)) ?? stage.base;
  return stage.type(environment, await each.typed(stage), each.recipes);
}

for (const { guard, each } of attacks)
  test(`${guard} refuses: ${each.title} (${each.route}, by ${each.identity})`, async () => {
    const stage = await stageOf(each);
    const [since, before] = [stage.requests, await stage.tags()];
    const { status, documents } = await typed(each, stage);
    const last = documents.at(-1) ?? {};
    if ("by" in each.held) assertRefused(each.held.by, status, last);
    else assert.deepEqual(last, each.held.value);
    assert.deepEqual(stage.mutations(since), []);
    assert.deepEqual(await stage.tags(), before);
    assert.deepEqual(poisoned(), []);
  });

function assertRefused(by: string, status: number, { error = {} }: Document): void {
  const { code, reason, what, why, next } = error;
  assert.deepEqual({ code, reason, status }, { code: by, reason: "refused", status: 3 }, `${what}: ${why}`);
  assert.ok(next, "it says what is possible instead");
}

for (const { guard, each } of neighbours)
  test(`${guard} allows: ${each.title} (${each.route}, by ${each.identity})`, async (t) => {
    const stage = await (each.did ? ownStage(each, t) : stageOf(each));
    const since = stage.requests;
    const { status, documents } = await typed(each, stage);
    assert.equal(status, 0, JSON.stringify(documents.at(-1)?.error));
    if (each.value !== undefined) assert.deepEqual(documents.at(-1), each.value);
    const done = stage.mutations(since);
    if (each.did) for (const action of each.did) assert.ok(done.includes(action), `${action} is among ${done}`);
    else assert.deepEqual(done, []);
  });

/** This realm's own, with which the console judges. */
function ownObjects(): readonly (readonly [string, readonly object[]])[] {
  const ours = { Object, Array, Function, Promise, Error, Map, Set, WeakMap, WeakSet, RegExp, String, OpsError };
  return Object.entries(ours).map(([name, each]) => [name, [each, each.prototype]]);
}

/** Those that the cases of the closed prompt could mark: there may be none. */
function poisoned(): readonly string[] {
  const isPoisoned = (object: object) => Object.hasOwn(object, "poisoned");
  return ownObjects().flatMap(([name, objects]) => (objects.some(isPoisoned) ? [name] : []));
}

test("what marks those objects does so where it gets to them", () => {
  runInThisContext(`(() => {${poison}; return poison })()`)([]);
  assert.ok(["Object", "Array", "Function"].every((name) => poisoned().includes(name)));
  for (const object of ownObjects().flatMap(([, each]) => each)) Reflect.deleteProperty(object, "poisoned");
  assert.deepEqual(poisoned(), []);
});

test("every route is tried in at least four ways, and every guard has cases on both sides", () => {
  const routes: readonly Route[] = [
    ...(["recipe", "resume", "raw client", "dynamic import"] as const),
    ...(["changed tag or name", "several matches", "prompt"] as const),
  ];
  const tried = (route: Route) => attacks.filter(({ each }) => each.route === route).length;
  assert.deepEqual(
    routes.filter((route) => tried(route) < 4),
    [],
  );
  const cases = join(import.meta.dirname, "../../guards");
  const isTriedOn = (side: string) => new Set(globSync(`{site/,}*/${side}`, { cwd: cases }).map(guardOf));
  const sides = ["attacks", "neighbours"].map(isTriedOn);
  const guards = globSync("*.ts", { cwd: join(import.meta.dirname, "../../../src/guards") });
  const folders = [...guards.map((file) => file.replace(/\.ts$/, "")), "aws-middleware", "closed-prompt"];
  assert.deepEqual(
    folders.filter((guard) => !sides.every((side) => side.has(guard))),
    [],
  );
});

function guardOf(folder: string): string {
  return folder.split("/").at(-2) ?? "";
}
