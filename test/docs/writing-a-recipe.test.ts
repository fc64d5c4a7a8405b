import assert from "node:assert/strict";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { isRecipe } from "#src/recipe.ts";
import { contextOf, outline } from "../recipes/outline.ts";
import { exampleOf, typeErrorsOf } from "./example.ts";

const name = "mesos-model.ts";

test("the example of the documentation composes what it says", async (t) => {
  const { file } = exampleOf(t, "writing-a-recipe.md", "recipes", name);
  const { MesosModel } = await import(pathToFileURL(file).href);
  assert.ok(isRecipe(MesosModel));
  const needs = "security-group/mesos-test < instance-profile/cantareira-test-mesos-model";
  assert.deepEqual(outline(MesosModel.compose(contextOf("test"))), [
    "security-group/mesos-test",
    "instance-profile/cantareira-test-mesos-model",
    ...["a", "b", "c"].map((zone) => `instances/mesos-model-test-${zone} < ${needs}`),
  ]);
  const [condition] = MesosModel.verify?.(contextOf("test"), []) ?? [];
  assert.equal(condition?.what, "the agents registered: 3 mesos-model");
});

test("the example of the documentation has no type error", async (t) => {
  const example = exampleOf(t, "writing-a-recipe.md", "recipes", name);
  assert.deepEqual(await typeErrorsOf(example, name), []);
});
