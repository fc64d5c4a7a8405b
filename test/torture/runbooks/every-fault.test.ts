import assert from "node:assert/strict";
import test from "node:test";
import { knownFaults } from "../../../src/rehearsal/faults.ts";
import type { Ended } from "../../support/console.ts";
import { answersFor } from "../../support/site-case.ts";
import { SiteStage } from "../../support/site-stage.ts";
import { assertListed } from "./listed.ts";

/** Every runbook, as one calls it when all goes well. */
const calls: readonly (readonly [call: string, answers: readonly string[]])[] = [
  ["CheckMasters()", []],
  ['CheckMaster("alimesos02")', []],
  ["CheckProtection()", []],
  ['CreateAgent!("alibuild21")', answersFor("alibuild21")],
  ['CreateMaster!("alimesos02", "cern-geneva-b")', answersFor("alimesos02")],
  ['RebuildAgent!("alibuild13")', answersFor("alibuild13")],
  ['RebuildMaster!("alimesos01")', answersFor("alimesos01", { "move-from-alimesos01": "stay" })],
  ['DeleteVm!("alibuild13")', answersFor("alibuild13", { why: "it is broken", loss: "go-on" })],
  ['RebootServer!("alibuild13")', answersFor("alibuild13")],
  ['RebootServer!("alimesos03")', answersFor("alimesos03")],
  ["MoveLeadership!()", answersFor("alimesos01", { "move-from-alimesos01": "move" })],
  ["Protect!()", answersFor("alibuild03")],
  ['AcceptHostKey!("alibuild13")', answersFor("alibuild13")],
  ['RunCommand!("alibuild13", "uptime")', answersFor("alibuild13")],
];

const faults = (await knownFaults("openstack")).map(({ name }) => name);

for (const fault of faults) {
  test(`every runbook under ${fault} ends safely and says how it stands`, async (t) => {
    for (const [call, answers] of calls) {
      const stage = await SiteStage.open(t, { faults: [fault] });
      const ended = await stage.show(answers, call);
      tellsHowItStands(ended, `${call} under ${fault}`);
      await assertListed(stage, `${call} under ${fault}`);
    }
  });
}

/** Done, or a check that does not pass, a refusal, a run that waits: what failed, why, and what to type next. */
function tellsHowItStands({ status, stdout, stderr }: Ended, when: string): void {
  assert.ok(status === 0 || status === 1 || status === 3 || status === 4, `${when}: ${status}\n${stderr}`);
  if (status === 0) return;
  const told = `${stdout}\n${stderr}`;
  assert.match(told, /!! |FAIL|unknown/, when);
  if (told.includes("!! "))
    assert.match(told, /\n {3}why {3}\S[\s\S]*\n {3}next {2}\S/, `${when}\n${stderr.slice(-600)}`);
  assert.doesNotMatch(told, /undefined|\[object|at .*\.ts:\d+/, when);
}
