import assert from "node:assert/strict";
import test from "node:test";
import { callWith, textsOf } from "../../src/console/arguments.ts";

test("of many runs the newest few are named, by their numbers, and the newest is the example", () => {
  const runs = ["r1", "r10", "r11", "r2", "r30", "r4", "r5", "r6", "r7", "r8", "r9"];
  const parameters = [{ name: "run", type: "run", title: "the run" }] as const;
  const wanted = { why: "one argument is missing; there are r8, r9, r10, r11, r30", next: 'show("r30")' };
  assert.throws(() => textsOf([], { call: "show", parameters, known: () => runs }), wanted);
});

test("what there is is told of the argument that is missing, the first dozen of them", () => {
  const pipelines = Array.from({ length: 15 }, (_, index) => `p${index}`);
  const parameters = [
    { name: "name", type: "pipeline", title: "the pipeline" },
    { name: "version", type: "mesos-version", title: "the version" },
  ] as const;
  const known = (type: string) => (type === "pipeline" ? pipelines : ["1.11.0"]);
  const why = `one argument is missing; there are ${pipelines.slice(0, 12).join(", ")}, 3 more`;
  assert.throws(() => textsOf([], { call: "TriggerPipeline", parameters, known }), { why });
});

test("of too many arguments the call with those that it takes is the next one to type", () => {
  const parameters = [{ name: "version", type: "mesos-version", title: "the version" }] as const;
  assert.equal(callWith(["1.11.0", "1.10.0"], { call: "BumpMesos", parameters }), 'BumpMesos("1.11.0")');
  assert.equal(callWith(["x"], { call: "versions", parameters: [] }), "versions()");
});
