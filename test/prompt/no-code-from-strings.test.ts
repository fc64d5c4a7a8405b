import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { refuseCodeFromStrings } from "../../src/prompt/no-code-from-strings.ts";

const originals = [Function, (async () => {}).constructor];
refuseCodeFromStrings();

const functions = [
  () => {},
  async () => {},
  function* () {
    yield 1;
  },
  async function* () {
    yield 1;
  },
  class {},
  Math.max,
  refuseCodeFromStrings,
];

test("no function leads to a constructor that makes code", () => {
  for (const each of functions) {
    const reached = [each.constructor, each.constructor.constructor, Object.getPrototypeOf(each).constructor];
    for (const maker of reached) {
      assert.ok(!originals.includes(maker), inspect(each));
      assert.throws(() => Reflect.apply(maker, undefined, ["return 1"]), EvalError);
      assert.throws(() => Reflect.construct(maker, ["return 1"]), EvalError);
    }
  }
});

test("neither do the globals", () => {
  assert.throws(() => Reflect.apply(Reflect.get(globalThis, "eval"), undefined, ["1"]), EvalError);
  assert.throws(() => new Function("return 1"), EvalError);
  assert.throws(() => new (class extends Function {})("return 1"), EvalError);
});

test("functions are still functions", () => {
  for (const each of functions) assert.ok(each instanceof Function, inspect(each));
  assert.equal(
    inspect(async () => {}),
    "[AsyncFunction (anonymous)]",
  );
});
