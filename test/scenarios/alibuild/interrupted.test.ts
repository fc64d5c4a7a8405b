import assert from "node:assert/strict";
import test from "node:test";
import type { RunEvent } from "../../../src/model/run.ts";
import type { Beside } from "../../support/console-stage.ts";
import { answersFor, givesUp, goesOn, newestRun, owedOf, timesSent } from "../../support/site-case.ts";
import { alibuild, SiteStage } from "../../support/site-stage.ts";
import { assertListed } from "../../torture/runbooks/listed.ts";

const call = 'RebuildAgent!("alibuild13")';
const answers = answersFor("alibuild13");
const cordoned = ["alibuild13 gets no new tasks"];

/** Does something once, when an event is told for the first time that is of that kind. */
function once(isIt: (event: RunEvent) => boolean, act: (press: () => void) => void): Beside {
  let isDone = false;
  return {
    hears(event, press) {
      if (isDone || !isIt(event)) return;
      isDone = true;
      act(press);
    },
  };
}

/** The wrapper has told Nova, and has not ended. */
const isUnderWay = (event: RunEvent) => event.type === "log" && event.line.includes("Rebuild of server");
const isWaiting = (step: string) => (event: RunEvent) => event.type === "waiting" && event.change === step;

/** On which machines of the gateway a command that was started was looked for. */
function nodesAsked(stage: SiteStage, since: number): readonly string[] {
  const asked = stage.site.requests.since(since);
  return [...new Set(asked.flatMap(({ action }) => /^(aiadm\d+): look at /.exec(action)?.[1] ?? []))];
}

test("Ctrl-C during ai-rebuild-vm waits for its outcome, then parks; it goes on without another one", async (t) => {
  const stage = await SiteStage.open(t);
  const { status, stderr } = await stage.watch(
    answers,
    call,
    once(isUnderWay, (press) => press()),
  );
  assert.equal(status, 130, stderr.slice(-2000));
  assert.match(stderr, /ai-rebuild-vm\/1 done/);
  assert.match(
    stderr,
    /why {3}Still so: alibuild13 gets no new tasks \(abort!\("r1"\) takes it back\)\s+next {2}resume!\("r1"\)/,
  );
  assert.deepEqual(owedOf(await newestRun(stage)), cordoned);
  await assertListed(stage, "parked by Ctrl-C");
  await goesOn(stage, { answers });
  assert.equal(timesSent(stage, "ai-rebuild-vm"), 1);
});

test("Ctrl-C twice leaves it in doubt; a resume finds it on the machine where it began, whatever the alias means", async (t) => {
  const stage = await SiteStage.open(t);
  const twice = once(isUnderWay, (press) => {
    press();
    press();
  });
  const { status, stderr } = await stage.watch(answers, call, twice);
  assert.notEqual(status, 0);
  assert.match(stderr, /ai-rebuild-vm\/1 doubted: the operator did not wait for its outcome/);
  await assertListed(stage, "left in doubt");
  const [begunOn] = stage.changes().flatMap((change) => /ssh (aiadm\d+): .*ai-rebuild-vm/.exec(change)?.[1] ?? []);
  const since = stage.site.requests.since(0).length;
  await goesOn(stage, { answers });
  assert.equal(timesSent(stage, "ai-rebuild-vm"), 1);
  assert.deepEqual(nodesAsked(stage, since), [begunOn]);
});

test("Ctrl-C in a wait parks at once; given up, the agent is in service again once it is back", async (t) => {
  const stage = await SiteStage.open(t);
  const reboot = 'RebootServer!("alibuild13")';
  const { status, stderr } = await stage.watch(
    answers,
    reboot,
    once(isWaiting("booted"), (press) => press()),
  );
  assert.equal(status, 130, stderr.slice(-2000));
  assert.deepEqual(owedOf(await newestRun(stage)), cordoned);
  stage.pass(10);
  await givesUp(stage);
});

test("a laptop that slept while the gateway's command went on, and through a deadline, looks once more", async (t) => {
  const stage = await SiteStage.open(t);
  const [command, wait] = [
    once(isUnderWay, () => stage.pass(5 * 60)),
    once(isWaiting("installed"), () => stage.pass(30 * 60)),
  ];
  const { status, stderr } = await stage.watch(answers, call, {
    hears(event, press) {
      command.hears?.(event, press);
      wait.hears?.(event, press);
    },
  });
  assert.equal(status, 0, stderr.slice(-2000));
  assert.equal(timesSent(stage, "ai-rebuild-vm"), 1);
});

test("a ticket that ends too soon is seen before anything is touched, and kinit is what comes next", async (t) => {
  const policies = { ...alibuild.policies, rebuildWithinSeconds: 30 * 3600 };
  const stage = await SiteStage.open(t, { environment: { ...alibuild, policies } });
  for (const [expression, host] of [
    [call, "alibuild13"],
    ['RebuildMaster!("alimesos01")', "alimesos01"],
    ['CreateAgent!("alibuild21")', "alibuild21"],
  ] as const) {
    const { status, document } = await stage.ask(answersFor(host), expression);
    assert.equal(status, 1, expression);
    assert.match(document.error.why, /the ticket of operator@CERN\.CH .* lives \d+ h/);
    assert.match(document.error.next, /kinit/);
  }
  assert.deepEqual(
    stage.changes().filter((change) => !change.includes("mc-hold")),
    [],
  );
});

test("a key that the server's console log gainsays is not even offered for acceptance", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["host-key-changed"] });
  const { status, document, stderr } = await stage.ask(answersFor("alibuild07"), 'RebuildAgent!("alibuild07")');
  assert.equal(status, 4);
  assert.match(document.error.why, /ANOTHER key than the known one: .*console log shows OTHER fingerprints: SHA256:/);
  assert.match(document.error.next, /somebody else may answer as alibuild07: do not log in, find out who/);
  assert.doesNotMatch(stderr, /key-is-right asked/);
  assert.equal(timesSent(stage, "puppet"), 0);
  await assertListed(stage, "with a wrong key");
});
