import assert from "node:assert/strict";
import test, { after } from "node:test";
import { SiteStage } from "../support/site-stage.ts";

const stage = await SiteStage.open({ after });

/** What somebody sees who types this: values first, then what is told beside them. */
async function seen(...expressions: readonly string[]): Promise<string> {
  const { stdout, stderr } = await stage.show([], ...expressions);
  return stdout + stderr;
}

test("help shows only what can be typed in this environment", async () => {
  const text = await seen("help()", 'help("settle!")', "help(help)");
  assert.match(text, /^ {2}help +what there is, or one of it: help\("RebuildAgent"\)$/m);
  assert.match(text, /^ {2}json +a value raw: json\(await CheckMasters\(\)\)$/m);
  assert.match(text, /one acts: RebuildAgent\("alibuild07"\), RebuildAgent!\("alibuild07"\)\.$/m);
  assert.match(text, /settle!\("r7", "rebuild: replace server\/alibuild07\/ai-rebuild-vm\/1", "yes: /);
  assert.doesNotMatch(text, /MesosCluster|create|status|instance\//);
});
