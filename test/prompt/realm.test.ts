import assert from "node:assert/strict";
import test from "node:test";
import { OpsError } from "../../src/model/error.ts";
import { Realm } from "../../src/prompt/realm.ts";
import { poison } from "../guards/poison.ts";
import { evaluate } from "./batch-run.ts";

/** What is typed here marks whatever of ours it gets to; see `test/guards` for the attacks on the guards themselves. */
function isUntouched(): boolean {
  const ours = [Object, Array, Function, Promise, Error].flatMap((each) => [each, each.prototype]);
  return !ours.some((object) => Object.hasOwn(object, "poisoned"));
}

const thrown: readonly string[] = [
  "throw hostile()",
  "throw new Proxy(new Error('x'), new Proxy({}, { get: (_, trap) => taking((...given) => Reflect[trap](...given)) }))",
  "throw Object.setPrototypeOf(new Error('x'), hostile())",
  "throw Object.defineProperty(new Error('x'), 'stack', { get: taking(() => 'x') })",
  "throw { toString: taking(() => 'x'), [Symbol.toPrimitive]: taking(() => 'x') }",
  "await Promise.reject(hostile())",
  "await { then: taking(() => 1), get a() { throw 1 } }.a",
  "setTimeout(() => { throw hostile() }, 0); await new Promise((done) => setTimeout(done, 5)); throw 1",
];
for (const typed of thrown)
  test(`whoever tells of it touches nothing: ${typed}`, async () => {
    const { status, stderr } = await evaluate([poison, typed]);
    assert.notEqual(status, 0);
    assert.notEqual(stderr, "");
    assert.ok(isUntouched());
  });

test("what goes in comes out as it was, made of other objects on the way", () => {
  const realm = new Realm();
  const value = { text: "a", list: [1, null, { deep: true }], at: new Date(0), none: undefined, large: 10n };
  const inside = realm.enter(value);
  assert.ok(!(inside instanceof Object));
  assert.deepEqual(realm.copied(inside), value);
});

test("an error of ours that was caught and thrown again is the same error to us", () => {
  const realm = new Realm();
  const error = new OpsError({ code: "c", reason: "check", what: "a", why: "b", next: "c" });
  assert.equal(realm.thrown(realm.enter(error)), error);
});

test("a frozen word stays frozen", () => {
  const word = new Realm().enter(Object.freeze({ create: Object.freeze(() => 1) }));
  assert.ok(Object.isFrozen(word));
  assert.ok(Object.isFrozen(Reflect.get(Object(word), "create")));
});
