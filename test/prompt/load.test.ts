import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { type TestContext } from "node:test";
import { loadEnvironment, loadEnvironments, loadRecipes } from "../../src/prompt/load.ts";

const environment = (title: string) =>
  `export default { name: "x", title: ${JSON.stringify(title)}, aws: {}, stacks: {}, protects: [], policies: {} };\n`;
const vocabulary = join(import.meta.dirname, "../../src/recipe.ts");
const recipe = (name: string, compose: string) =>
  `import { recipe } from ${JSON.stringify(vocabulary)};\n` +
  `export const ${name} = recipe({ title: "t", why: "w", compose: () => ${compose} });\n`;

test("an environment is found by its name or by its path", async (t) => {
  const root = project(t, { "environments/near.ts": environment("Near"), "far.ts": environment("Far") });
  assert.equal((await loadEnvironment("near", root)).title, "Near");
  assert.equal((await loadEnvironment(join(root, "far.ts"), root)).title, "Far");
});

test("an unknown one gets the nearest names", async (t) => {
  const root = project(t, { "environments/cantareira.ts": environment("C") });
  await assert.rejects(loadEnvironment("cantarera", root), {
    code: "unknown-environment",
    reason: "usage",
    why: "the nearest: cantareira",
    next: "./console cantareira",
  });
});

const broken: readonly (readonly [string, string, string, RegExp])[] = [
  ["a syntax error", "export const a = 1;\nexport const = 2;\n", "recipes/b.ts:2", /Expected/],
  ["an error as it runs", "const a = undefined;\n\nexport const b = a.c;\n", "recipes/b.ts:3", /undefined/],
  ["a missing import", 'export { x } from "./missing.ts";\n', "recipes/b.ts", /missing\.ts/],
  ["a bang call", 'const f = (x) => x;\nexport const a = f!("x");\n', "recipes/b.ts:2", /works at the prompt only/],
];
for (const [what, text, where, why] of broken)
  test(`${what} names its file and line, and the other recipes still load`, async (t) => {
    const root = project(t, {
      "recipes/a.ts": recipe("A", "[]"),
      "recipes/b.ts": text,
      "recipes/c.ts": recipe("C", "[]"),
    });
    const { items, failures } = await loadRecipes(root);
    assert.deepEqual([...items.keys()], ["A", "C"]);
    assert.equal(failures.length, 1);
    assert.equal(failures[0]?.what, `${where} cannot be loaded`);
    assert.match(failures[0]?.why ?? "", why);
  });

test("a broken environment does not hide the others", async (t) => {
  const files = { "environments/a.ts": environment("A"), "environments/b.ts": "export default 7;\n" };
  const { items, failures } = await loadEnvironments(project(t, files));
  assert.deepEqual([...items.keys()], ["a"]);
  assert.match(failures[0]?.what ?? "", /^environments\/b\.ts cannot be loaded/);
});

function project(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "load-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
