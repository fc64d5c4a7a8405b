import assert from "node:assert/strict";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { isRunbook } from "#src/runbook.ts";
import { outline, stepsOf } from "../runbooks/outline.ts";
import { exampleOf, typeErrorsOf } from "./example.ts";

const name = "restart-marathon.ts";

test("the example of the documentation does what it says", async (t) => {
  const { file } = exampleOf(t, "writing-a-runbook.md", "runbooks", name);
  const { RestartMarathon } = await import(pathToFileURL(file).href);
  assert.ok(isRunbook(RestartMarathon));
  assert.deepEqual(outline(stepsOf(RestartMarathon, "alimesos02")), [
    "check ssh ssh-works",
    "ask deploys go-on|leave <container-running: yes>",
    'act restart container/alimesos02 {"do":"restart","container":"marathon"}',
    "wait runs container-running",
  ]);
});

test("the example of the documentation has no type error", async (t) => {
  const example = exampleOf(t, "writing-a-runbook.md", "runbooks", name);
  assert.deepEqual(await typeErrorsOf(example, name), []);
});
