import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runbookPages } from "../../scripts/docs/pages.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "runbooks");

test("every runbook's page says what the runbook says; npm run docs writes them", async () => {
  const pages = await runbookPages(root);
  assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
  for (const [file, text] of pages) assert.equal(readFileSync(join(folder, file), "utf8"), text, file);
});

test("a page tells the guide's warnings, its commands and what a master needs besides", async () => {
  const pages = await runbookPages(root);
  const rebootsOfBoth = /steps, as for alibuild07[\s\S]*steps, as for alimesos02[\s\S]*alimesos01 and alimesos03/;
  assert.match(pages.get("RebuildAgent.md") ?? "", /NEVER rebuild alibuild03 and alibuild09/);
  assert.match(pages.get("CreateAgent.md") ?? "", /ai-bs -g alibuild\/mesos\/slave/);
  assert.match(pages.get("RebootServer.md") ?? "", rebootsOfBoth);
});
