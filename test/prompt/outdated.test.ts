import assert from "node:assert/strict";
import test from "node:test";
import { explained } from "../../src/prompt/mistakes.ts";

test("files that changed since the console started are not called a mistake of what was typed", () => {
  const error = new SyntaxError("The requested module '../judge.ts' does not provide an export named 'isJudged'");
  const { code, why, next } = explained(error, [], 'resume!("r9")');
  assert.equal(code, "outdated");
  assert.match(why, /git pull/);
  assert.match(next, /^exit, and start the console anew/);
});
