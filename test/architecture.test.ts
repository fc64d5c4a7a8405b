import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "node:test";

const root = join(import.meta.dirname, "..");

/** Which rooms a room may import from, besides itself. `src/x` is a folder, `src/x.ts` a file. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "src/model": [],
  "src/engine": ["src/model"],
  "src/systems": ["src/model", "src/remote"],
  "src/remote": ["src/model"],
  "src/guards": ["src/model"],
  "src/ignition": ["src/model"],
  "src/views": ["src/model"],
  "src/world": ["src/model"],
  "src/rehearsal": ["src/model"],
  "src/prompt": ["src/engine", "src/model", "src/recipe.ts", "src/runbook.ts"],
  "src/recipe.ts": ["src/model", "src/ignition"],
  "src/runbook.ts": ["src/model"],
  "src/console": [
    ...["src/engine", "src/model", "src/prompt", "src/recipe.ts", "src/runbook.ts"],
    ...["src/systems", "src/views", "src/world"],
  ],
  recipes: ["src/recipe.ts"],
  runbooks: ["src/recipe.ts", "src/runbook.ts"],
  environments: ["src/model"],
};

function roomOf(file: string): string {
  const parts = file.split("/");
  return parts[0] === "src" ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...specifiers].map(([, specifier]) => relative(root, join(root, dirname(file), specifier ?? "")));
}

const files = globSync("{src,recipes,runbooks,environments}/**/*.ts", { cwd: root }).sort();

test("imports follow the arrows of the architecture", () => {
  const wrong = files.flatMap((file) => {
    const room = roomOf(file);
    const allowed = arrows[room];
    if (!allowed) return [];
    const isWrong = (target: string) => roomOf(target) !== room && !allowed.includes(roomOf(target));
    return importsOf(file)
      .filter(isWrong)
      .map((target) => `${file} -> ${target}`);
  });
  assert.ok(files.length > 50, "the files were found");
  assert.deepEqual(wrong, []);
});

test("only the engine's effects issue permits", () => {
  const issuing = files.filter((file) => /\bissuePermit\b/.test(readFileSync(join(root, file), "utf8")));
  assert.deepEqual(issuing, ["src/engine/effects.ts", "src/model/permit.ts"]);
});

test("outside systems know nothing of each other", () => {
  const systemOf = (file: string) => file.split("/")[2];
  const wrong = files
    .filter((file) => file.startsWith("src/systems/"))
    .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
    .filter(({ file, target }) => target.startsWith("src/systems/") && systemOf(file) !== systemOf(target));
  assert.deepEqual(wrong, []);
});

test("files stay small enough to be read in one sitting", () => {
  const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 251);
  assert.deepEqual(long, []);
});
