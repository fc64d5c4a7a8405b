import assert from "node:assert/strict";
import test from "node:test";
import { applyPlan } from "../../src/engine/apply.ts";
import { makePlan } from "../../src/engine/plan.ts";
import { resumeRun } from "../../src/engine/resume.ts";
import type { OpsError } from "../../src/model/error.ts";
import type { Hold, HoldMark } from "../../src/model/system.ts";
import { type Toy, ToySystem, thing, toy } from "./toy.ts";

const others: Hold = { journal: "0123456789abcdef", run: "r7", who: "ana@laptop", since: "2026-01-01T00:00:00.000Z" };

/** A mark that several toys share, as consoles on several machines share an account. */
class SharedMark implements HoldMark {
  hold: Hold | undefined;
  readonly seen: string[] = [];

  async read() {
    return this.hold;
  }

  async write(_stack: string, hold: Hold) {
    this.hold = hold;
    this.seen.push(`${hold.run} ${hold.who}`);
  }

  async remove(_stack: string, hold: Hold) {
    if (this.hold?.journal === hold.journal && this.hold.run === hold.run) this.hold = undefined;
  }
}

function marked(mark: HoldMark): Toy {
  const its = toy([thing("a", { size: 1 })]);
  its.system.holdMark = mark;
  return its;
}

async function act(its: Toy) {
  const { plan } = await makePlan(its.request(), its.engine);
  return applyPlan(plan, its.engine);
}

test("a run marks its stack while it goes on, and takes the mark away at its end", async () => {
  const mark = new SharedMark();
  await act(marked(mark));
  assert.deepEqual([mark.seen, mark.hold], [["r1 jane@desk"], undefined]);
});

test("another machine's mark is taken over only by the typed name of its holder and run", async () => {
  const mark = new SharedMark();
  mark.hold = others;
  const its = marked(mark);
  await act(its);
  const [, question] = its.person.questions;
  assert.deepEqual([question?.level, question?.expects], ["destructive", "ana@laptop r7"]);
  assert.match(question?.text ?? "", /ana@laptop holds cantareira\/test since 2026-01-01.*run r7/);
  assert.equal(its.system.sent.length, 1);
});

test("without that yes nothing is changed and the other's mark stays", async () => {
  const mark = new SharedMark();
  mark.hold = others;
  const its = marked(mark);
  const yes = { isYes: true, text: "y", how: "typed" };
  its.person.answers = [() => yes, () => ({ isYes: false, text: "", how: "typed" })];
  await assert.rejects(act(its), (error: OpsError) => error.code === "declined");
  assert.deepEqual([its.system.sent, mark.hold], [[], others]);
});

test("a console that loses the race to another's mark parks", async () => {
  const mark = new SharedMark();
  mark.write = async () => {
    mark.hold = others;
  };
  const its = marked(mark);
  await assert.rejects(act(its), (error: OpsError) => error.code === "lease-held" && /ana@laptop/.test(error.why));
  assert.deepEqual([its.system.sent, mark.hold], [[], others]);
});

test("a mark left by a console that died is its own journal's: the resume goes on without a question", async () => {
  const mark = new SharedMark();
  const its = marked(mark);
  its.system.troubles.push((carryOut) => {
    carryOut();
    its.park();
  });
  await assert.rejects(act(its));
  assert.equal(mark.hold, undefined, "a parked run holds nothing");
  const next = its.again();
  assert.equal((await resumeRun("r1", next.engine)).status, "done");
  assert.deepEqual([next.person.questions, mark.seen.length, mark.hold], [[], 2, undefined]);
});

test("a runbook's scope is marked also where none of its acts is of the system that keeps marks", async () => {
  const mark = new SharedMark();
  mark.hold = others;
  const its = toy([]);
  its.steps = [
    {
      id: "restart",
      kind: "act",
      title: "restart it",
      isRequired: true,
      resources: [thing("leader", { restarts: 1 })],
    },
  ];
  const place = Object.assign(new ToySystem(), { holdMark: mark });
  const engine = {
    ...its.engine,
    systems: new Map([
      ["toy", its.system],
      ["place", place],
    ]),
  };
  const { plan } = await makePlan(its.request(), engine);
  await applyPlan(plan, engine);
  assert.equal(its.person.questions.find(({ expects }) => expects === "ana@laptop r7")?.level, "destructive");
  assert.deepEqual([mark.seen, mark.hold], [["r1 jane@desk"], undefined]);
});
