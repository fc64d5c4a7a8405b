import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Pin } from "../../../src/model/sources.ts";
import { editedFiles } from "../../../src/systems/git/edited.ts";
import type { TreeFile } from "../../../src/systems/git/files.ts";
import { mustBeAsExpected, placesIn } from "../../../src/systems/git/places.ts";
import { unifiedDiff } from "../../../src/systems/git/unified-diff.ts";
import { deploy } from "./stage.ts";

const from = "^FROM example/(?:base):(?<version>[0-9][\\w.-]*)$";
const base: Pin = { of: "base", pattern: from, matches: "every-mention" };
const editOf = (...pins: readonly Pin[]) => ({ ...deploy, files: ["**"], pins });
const file = (path: string, text: string | Buffer): TreeFile => {
  return { path, mode: "100644", text: Buffer.from(text).toString("latin1") };
};

const deployed = editOf(base);

async function edited(pin: Pin, ...files: readonly TreeFile[]) {
  const edit = editOf(pin);
  const places = mustBeAsExpected(await placesIn(edit, { files, passedOver: [] }), edit, "nubank");
  return await editedFiles(edit, files, places, "1.11.0");
}

test("only the version's bytes change: line ends, other encodings and a missing last line end stay", async () => {
  const bytes = (version: string) =>
    Buffer.concat([
      Buffer.from(`# é \r\nFROM example/base:${version}\r\n`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from("end"),
    ]);
  const [changed] = await edited(base, file("Dockerfile", bytes("1.9.0")), file("b", "nothing"));
  assert.deepEqual(Buffer.from(changed?.text ?? "", "latin1"), bytes("1.11.0"));
  assert.match(
    unifiedDiff(changed ? [changed] : []),
    /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ -1,3 \+1,3 @@\n # é\n-FROM/,
  );
});

test("an edit and the same back leave every byte as it was", async () => {
  const junk = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("latin1"));
  const end = fc.constantFrom("\n", "\r\n");
  const version = fc.stringMatching(/^[0-9][\w.-]{0,6}$/);
  const line = fc.tuple(junk, fc.boolean(), end);
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), version, async (lines, old) => {
      const texts = lines.map(
        ([text, isPin, ends]) => (isPin ? `\nFROM example/base:${old}` : text.replaceAll("base", "")) + ends,
      );
      const files = [{ path: "a", mode: "100644", text: texts.join("") }];
      const to = async (from: readonly TreeFile[], value: string) => {
        const { places } = await placesIn(editOf(base), { files: from, passedOver: [] });
        const changed = await editedFiles(deployed, from, places, value);
        return changed.length > 0 ? changed : from;
      };
      const bumped = await to(files, "1.11.0-new");
      assert.equal(
        bumped[0]?.text,
        files[0]?.text.replaceAll(`FROM example/base:${old}`, "FROM example/base:1.11.0-new"),
      );
      assert.deepEqual((await to(bumped, old))[0]?.text, files[0]?.text);
    }),
    { numRuns: 20 },
  );
});

test("changes far from each other are shown apart", async () => {
  const text = (version: string) =>
    `FROM example/base:${version}\n${"RUN true\n".repeat(20)}FROM example/base:${version}`;
  const diff = unifiedDiff(await edited(base, file("Dockerfile", text("1.9.0"))));
  assert.deepEqual(diff.match(/^@@.*/gm), ["@@ -1,4 +1,4 @@", "@@ -19,4 +19,4 @@"]);
});

const told = async (pins: readonly Pin[], ...files: readonly TreeFile[]) => {
  const edit = editOf(...pins);
  const found = await placesIn(edit, { files, passedOver: ["vendor (a submodule)"] });
  try {
    mustBeAsExpected(found, edit, "nubank");
    return "as expected";
  } catch (error) {
    return error instanceof Error && "why" in error ? String(error.why).split("\n") : [];
  }
};

test("another number of places than expected is told with every place", async () => {
  const files = [file("a/Dockerfile", "FROM example/base:1.9.0\n"), file("b/Dockerfile", "FROM example/base:1.8.1\n")];
  assert.deepEqual(await told([{ ...base, matches: 1 }], ...files), [
    "base: 2 places, 1 expected",
    "a/Dockerfile:1: FROM example/base:1.9.0 (base)",
    "b/Dockerfile:1: FROM example/base:1.8.1 (base)",
    "vendor (a submodule) is not looked into",
  ]);
  assert.deepEqual(await told([base], file("c", "# base, see example/base-tools\nFROM example/base:latest\n")), [
    "base: 0 places, 2 expected",
    "c:1: # base, see example/base-tools (mentioned only)",
    "c:2: FROM example/base:latest (mentioned only)",
    "vendor (a submodule) is not looked into",
  ]);
  assert.equal(await told([base], file("c", "FROM example/base-tools:1\n")), "as expected");
});

test("two pins that find the same place are refused, and a pattern that cannot be read", async () => {
  const twice = { ...base, of: "example", matches: 1 };
  const lines = await told([{ ...base, matches: 1 }, twice], file("a", "FROM example/base:1.9.0"));
  assert.equal(lines[0], "base and example are found in the same place, a:1");
  await assert.rejects(placesIn(editOf({ ...base, pattern: "(" }), { files: [file("a", "")], passedOver: [] }), {
    code: "edit-pattern",
  });
  await assert.rejects(placesIn(editOf({ ...base, pattern: "a" }), { files: [file("a", "a")], passedOver: [] }), {
    code: "edit-pattern",
    why: "a match has no group `version`",
  });
});

test("a version that its own pattern would not find again is not written", async () => {
  const edit = editOf({ ...base, matches: 1 });
  const files = [file("a", "FROM example/base:1.9.0")];
  const { places } = await placesIn(edit, { files, passedOver: [] });
  for (const version of ["latest", "1.11.0\nRUN rm", "1.11 0", "$&"]) {
    await assert.rejects(editedFiles(edit, files, places, version), { code: "edit-version" });
  }
});
