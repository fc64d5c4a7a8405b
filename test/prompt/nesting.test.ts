import assert from "node:assert/strict";
import test from "node:test";
import { withBangs } from "../../src/prompt/bang.ts";

const depths: Readonly<Record<string, string>> = {
  brackets: `${"(".repeat(3000)}1${")".repeat(3000)}`,
  "a literal": `${"{a:".repeat(3000)}1${"}".repeat(3000)}`,
  types: `let x: ${"A<".repeat(3000)}B${">".repeat(3000)}`,
  "an unclosed paste": "[".repeat(1_000_000),
  "a long sum": `${"1 + ".repeat(250_000)}1`,
};

for (const [name, text] of Object.entries(depths)) {
  test(`nested too deep, refused, and the next input is read all the same: ${name}`, () => {
    assert.throws(() => withBangs(text), { code: "too-deep", reason: "usage" });
    assert.equal(withBangs('resume!("r1")'), 'resume.now("r1")');
  });
}

test("a paste of a megabyte is read", () => {
  const text = `"${"x".repeat(1_000_000)}"`;
  assert.equal(withBangs(text), text);
});
