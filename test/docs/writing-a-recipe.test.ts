import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { isRecipe } from "#src/recipe.ts";
import { contextOf, outline } from "../recipes/outline.ts";

const root = join(import.meta.dirname, "..", "..");

/** The example as a file in a place that looks like the project. */
function exampleIn(t: TestContext): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "recipes"));
  for (const path of ["src", "node_modules", "package.json", join("recipes", "parts")]) {
    symlinkSync(join(root, path), join(folder, path));
  }
  const [, example] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "docs", "writing-a-recipe.md"), "utf8")) ?? [];
  const file = join(folder, "recipes", "mesos-model.ts");
  writeFileSync(file, example ?? "");
  return { folder, file };
}

test("the example of the documentation composes what it says", async (t) => {
  const { MesosModel } = await import(pathToFileURL(exampleIn(t).file).href);
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
  const { folder, file } = exampleIn(t);
  const settings = { extends: join(root, "tsconfig.json"), include: [file] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const { stdout } = await promisify(execFile)(tsc, ["--project", folder]).catch((error) => error);
  assert.deepEqual(
    stdout.split("\n").filter((line: string) => line.includes("mesos-model.ts")),
    [],
  );
});
