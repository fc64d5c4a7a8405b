import assert from "node:assert/strict";
import test from "node:test";
import type { Question } from "../../../src/model/run.ts";
import { answersFor, commandsOf, newestRun, owedOf, timesSent } from "../../support/site-case.ts";
import { type Document, SiteStage } from "../../support/site-stage.ts";
import { assertListed } from "../../torture/runbooks/listed.ts";

const reboot = 'RebootServer!("alibuild13")';
const answers = answersFor("alibuild13");

/** Types one answer after another at the questions about failed steps, and keeps what was offered. */
class Operator {
  readonly offered: (readonly string[])[] = [];
  readonly told: string[] = [];
  readonly #answers: string[];

  constructor(...answers: readonly string[]) {
    this.#answers = [...answers];
  }

  readonly types = ({ step, wants, loses }: Question): string | undefined => {
    if (!step.startsWith("failed/") || wants?.kind !== "choice") return undefined;
    this.offered.push(wants.choices.map(({ name }) => name));
    this.told.push(...loses);
    return this.#answers.shift();
  };
}

async function outcomeOf(stage: SiteStage, step: string): Promise<Document> {
  return (await newestRun(stage)).outcomes.find((outcome: Document) => outcome.step === step);
}

test("retry: the step is tried again, and the run goes on to its end", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["pull-fails"] });
  const operator = new Operator("retry");
  const { status, stderr } = await stage.watch(answersFor("alibuild21"), 'CreateAgent!("alibuild21")', operator);
  assert.equal(status, 0, stderr.slice(-2000));
  assert.deepEqual(operator.offered, [["retry", "park"]]);
  assert.equal(timesSent(stage, "docker pull"), 2);
  assert.equal(timesSent(stage, "ai-bs"), 1);
});

test("undo: the cordon is lifted, and the run is over", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["reboot-does-nothing"] });
  const operator = new Operator("undo");
  const { status, stderr } = await stage.watch(answers, reboot, operator);
  assert.deepEqual(operator.offered, [["retry", "undo", "park"]]);
  assert.equal(status, 130, stderr.slice(-2000));
  assert.match(stderr, /Undone by the operator/);
  const run = await newestRun(stage);
  assert.deepEqual([run.status, owedOf(run)], ["aborted", []]);
  await assertListed(stage, "after undo");
});

test("park: it stays as it is, and runs() and the next console say so before anything is typed", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["reboot-does-nothing"] });
  const { status, stderr } = await stage.watch(answers, reboot, new Operator("park"));
  assert.equal(status, 4, stderr.slice(-2000));
  await assertListed(stage, "after park");
  assert.match(stderr, /Still so: alibuild13 gets no new tasks/);
  assert.match(
    await stage.banner(),
    /^Still so: alibuild13 gets no new tasks \(by r1\): resume!\("r1"\) or abort!\("r1"\)$/m,
  );
});

test("skip with a reason: what may be left out is left out, and why is kept", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["kill-stops-half-way"] });
  const operator = new Operator("retry", "skip: the record is deleted by hand, ticket 42");
  const deletion = answersFor("alibuild13", { why: "too old", loss: "go-on" });
  const { status, stderr } = await stage.watch(deletion, 'DeleteVm!("alibuild13")', operator);
  assert.equal(status, 0, stderr.slice(-2000));
  assert.deepEqual(operator.offered[0], ["retry", "skip", "park"]);
  assert.match(
    operator.told.join("\n"),
    /delete the host at https:\/\/judy\.cern\.ch:8443\/hosts\/alibuild13\.cern\.ch/,
  );
  const { state, detail } = await outcomeOf(stage, "nothing-left");
  assert.deepEqual([state, detail], ["skipped", "the record is deleted by hand, ticket 42"]);
  assert.deepEqual(commandsOf(stage), ["ai-kill", "cinder"]);
});

test("exclude: the host whose lock fails is left out, the other one is locked", async (t) => {
  const stage = await SiteStage.open(t);
  const nova = stage.site.servers.byName("alibuild03");
  assert.ok(nova);
  stage.site.servers.remove(nova.id);
  stage.pass(5);
  const operator = new Operator("exclude", "exclude");
  const { status, stderr } = await stage.watch(["--yes"], "Protect!()", operator);
  assert.equal(status, 0, stderr.slice(-2000));
  assert.deepEqual(operator.offered[0], ["retry", "skip", "exclude", "park"]);
  const { state, detail } = await outcomeOf(stage, "locked-alibuild03");
  assert.deepEqual([state, detail], ["excluded", "alibuild03 was excluded"]);
  assert.match(
    String(stage.site.servers.byName("alibuild09")?.lock?.reason),
    /^mesos-console: never rebuild alibuild09/,
  );
});

test("what ended badly is not sent again: no retry is offered, a resume says the same, a new run does it", async (t) => {
  const stage = await SiteStage.open(t);
  const call = 'RunCommand!("alibuild13", "cat", "/no/such/file")';
  const operator = new Operator("park");
  const { status } = await stage.watch(answersFor("alibuild13"), call, operator);
  assert.deepEqual([status, operator.offered], [4, [["park"]]]);
  const { document } = await stage.ask(answersFor("alibuild13"), 'resume!("r1")');
  assert.equal(document.error.code, "command-failed");
  assert.match(
    document.error.next,
    /this run does not do it again: abort!\("r1"\) ends it, RunCommand!\("alibuild13", /,
  );
  assert.equal(timesSent(stage, "/no/such/file"), 1);
  assert.equal((await stage.ask([], 'abort!("r1")')).status, 0);
});
