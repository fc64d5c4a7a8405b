import assert from "node:assert/strict";
import test from "node:test";
import { withoutImports } from "../../src/prompt/imports.ts";

const imports: readonly (readonly [string, string])[] = [
  ['import("a")', 'importFile("a")'],
  ['await import("a")', 'await importFile("a")'],
  ['import\n  /* why */ // not\n  ("a")', 'importFile\n  /* why */ // not\n  ("a")'],
  ['import("a").then(() => import("b"))', 'importFile("a").then(() => importFile("b"))'],
  ['[...[import("a")]]', '[...[importFile("a")]]'],
  [`\`\${import("a")} import("b")\``, `\`\${importFile("a")} import("b")\``],
  ['({ import: import("a") })', '({ import: importFile("a") })'],
  ['{ a: import("a") }', '{ a: importFile("a") }'],
  ['import("a"', 'importFile("a"'],
  ['import("a") }', 'importFile("a") }'],
];
for (const [typed, runs] of imports)
  test(`${typed} imports by our own function`, () => assert.equal(withoutImports(typed), runs));

/** What is a text or an expression of its own in one reading is an import in another: as a script, or with `await`. */
const inOneReading = [
  'var g = 1; await /import("a")/g',
  '{} /import("a")/g',
  `\`\${1}\` /import(1)/g`,
  'var await = 1; await /import("a")/g',
];
for (const typed of inOneReading)
  test(`${typed} never imports, whichever way it is read`, () =>
    assert.doesNotMatch(withoutImports(typed), /import\(/));

const others = [
  '"import(1)"',
  "/import(1)/",
  "`import(1)`",
  "// import(1)",
  "/* import(1) */ 1",
  "a.import(1)",
  "({ import(x) { return x } })",
  "class A { import() {} }",
  "reimport(1)",
  "important(1)",
  "$import(1)",
  'import a from "b"',
];
for (const typed of others) test(`${typed} is left as it is`, () => assert.equal(withoutImports(typed), typed));
