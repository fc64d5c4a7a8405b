import assert from "node:assert/strict";
import test from "node:test";
import { checklistText } from "../../src/views/checklist-text.ts";

const rows = [
  { what: "account", result: "pass", evidence: "123456789012, as pinned", next: "" },
  { what: "ec2:RunInstances", result: "fail", evidence: "UnauthorizedOperation", next: "ask for the role" },
  { what: "expiry", result: "unknown", evidence: "the credentials do not say", next: "renew them \x1b[2J" },
] as const;

test("a checklist says what passed, the evidence, and what to do about the rest, without colour too", () => {
  assert.equal(
    checklistText(rows, { columns: 80, hasColour: false }),
    `pass     account           123456789012, as pinned
FAIL     ec2:RunInstances  UnauthorizedOperation
           next  ask for the role
unknown  expiry            the credentials do not say
           next  renew them
1 of 3 pass`,
  );
});
