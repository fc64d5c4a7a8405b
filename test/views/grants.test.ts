import assert from "node:assert/strict";
import test from "node:test";
import { flagAnswer } from "../../src/views/flags.ts";
import { planJson } from "../../src/views/json.ts";
import { planText } from "../../src/views/plan-text.ts";
import { questionText } from "../../src/views/question-text.ts";
import { changeOf, planOf, questionOf } from "./samples.ts";

const screen = { columns: 80, hasColour: false };
const grant = "s3:PutObject on arn:aws:s3:::jobs/*";
const interrupts = "taken from the hosts with the role: s3:ListBucket on arn:aws:s3:::jobs";
const widened = changeOf("update", "role-policy", "role/read-jobs", { grants: [grant], interrupts });
const plan = planOf({ changes: [widened, changeOf("update", "role-policy", "role/write-logs")] });

test("added access stands by itself below the changes, and in the plan's document", () => {
  const text = planText(plan, screen);
  assert.match(
    text,
    /\nadded access {2}that is not there now; each is asked for by itself\n {2}role\/read-jobs\n {4}\+ ADDS {2}s3:PutObject on arn:aws:s3:::jobs\/\*\n/,
  );
  assert.equal(text.split(grant).length, 2, "it is said once");
  assert.match(JSON.stringify(planJson(plan)), /"grants":\["s3:PutObject on arn:aws:s3:::jobs\/\*"\]/);
});

test("a plan that adds none says nothing of it", () => {
  assert.doesNotMatch(
    planText(planOf({ changes: [changeOf("update", "role-policy", "a/b")] }), screen),
    /added access/,
  );
});

test("its question names the added access first, and apart from what is taken away", () => {
  const question = { level: "destructive", text: "Update role policy role/read-jobs?", plan, verdicts: [] } as const;
  const lines = (more: object) =>
    questionText(questionOf({ ...question, ...more }), screen)
      .split("\n")
      .slice(1);
  const given = ["This gives access that is not there now:", `  + ${grant}`];
  assert.deepEqual(lines({ gains: [grant], loses: [] }), [...given, question.text]);
  assert.deepEqual(lines({ gains: [grant], loses: ["role/read-jobs: listing"] }), [
    ...given,
    "And this is taken away:",
    "  - role/read-jobs: listing",
    question.text,
  ]);
  assert.deepEqual(lines({ loses: ["the volume"] })[0], "This is lost for good:");
});

test("added access is answered by its own name, and not by its stack's", () => {
  const asked = questionOf({
    level: "destructive",
    step: "confirm x",
    expects: "role/read-jobs",
    plan,
    gains: [grant],
  });
  const answer = (...confirmed: readonly string[]) => {
    const flags = { isYes: true, planFingerprint: plan.fingerprint, confirmed, attested: [] };
    return flagAnswer(asked, flags, true)?.text;
  };
  assert.equal(answer(plan.stack), undefined);
  assert.equal(answer(plan.stack, "role/read-jobs"), "role/read-jobs");
});
