import assert from "node:assert/strict";
import test from "node:test";
import type { RunbookContext } from "#src/runbook.ts";
import alibuild from "../../environments/alibuild.ts";
import { CheckProtection } from "../../runbooks/check-protection.ts";
import { DeleteVm } from "../../runbooks/delete-vm.ts";
import { Protect } from "../../runbooks/protect.ts";
import { RebootServer } from "../../runbooks/reboot-server.ts";
import { RebuildAgent } from "../../runbooks/rebuild-agent.ts";
import { RunCommand } from "../../runbooks/run-command.ts";
import { outline, scopeOf, stepsOf } from "./outline.ts";

const idsOf = (steps: readonly { readonly id: string }[]) => steps.map(({ id }) => id);

test("a deletion: its volumes first, why, ai-kill, exactly those volumes, what is left", () => {
  const steps = stepsOf(DeleteVm, "alibuild13");
  assert.deepEqual(outline(steps), [
    "check ticket ticket-lives",
    "check volumes volumes-listed",
    "check tasks tasks-listed",
    "ask why",
    "ask loss go-on|leave <tasks-ended: no>",
    "act kill server/alibuild13 null",
    "wait gone server-gone",
    "act delete-volumes volumes-of/alibuild13 null",
    "wait volumes-gone volumes-gone",
    "check nothing-left nothing-left, record-gone",
  ]);
  assert.equal(steps.find(({ id }) => id === "kill")?.title, "delete alibuild13: ai-kill alibuild13");
});

test("why a machine is deleted and not rebuilt is a text of one's own, beside what is lost", () => {
  const why = stepsOf(DeleteVm, "alibuild13").find(({ id }) => id === "why");
  assert.ok(why?.kind === "ask");
  assert.match(why.question.text, /Why is alibuild13 deleted for good, with its volumes, and not rebuilt\?/);
  assert.deepEqual([why.question.choices, why.question.shows], [undefined, ["volumes", "tasks"]]);
  assert.match(DeleteVm.why, /NEVER DELETE alibuild03 OR ITS ATTACHED VOLUME/);
});

test("a deletion that stopped half-way can be gone on with, once the machine is provably gone", () => {
  const optional = stepsOf(DeleteVm, "alibuild13").filter(({ isRequired }) => isRequired === false);
  assert.deepEqual(idsOf(optional), ["ticket", "kill", "volumes-gone", "nothing-left"]);
});

test("a rebooted agent: its tasks, the boot id before, the proof after, lifted", () => {
  assert.deepEqual(outline(stepsOf(RebootServer, "alibuild07")), [
    "check ticket ticket-lives",
    "check tasks tasks-listed",
    "ask unseen go-on|leave <agent-registered: no>",
    "ask way cordon|drain|go-on|leave <agent-registered: yes>",
    'act cordon agent/alibuild07 {"offers":"none"} <way: cordon>',
    "wait ended tasks-ended <way: cordon>",
    'act drain agent/alibuild07 {"drain":600} <way: drain>',
    "wait drained agent-drained <way: drain>",
    "check boot-before boot-id",
    'act reboot server/alibuild07 {"do":"reboot"}',
    "wait booted booted-anew",
    "wait registered agent-registered",
    'act lift agent/alibuild07 {"offers":"all","always":true} <way: cordon or drain>',
    "wait serves agent-registered <way: cordon or drain>",
  ]);
});

test("a rebooted master: two others healthy unless it serves nothing, and it serves again", () => {
  assert.deepEqual(outline(stepsOf(RebootServer, "alimesos02")), [
    "check ticket ticket-lives",
    "check others masters-healthy, others-at-rest <serves-nothing: no>",
    "check boot-before boot-id",
    'act reboot server/alimesos02 {"do":"reboot"}',
    "wait booted booted-anew",
    "wait joined zookeeper-serves, master-joined",
  ]);
  assert.equal(scopeOf(RebootServer, "alimesos02"), "masters");
  assert.equal(scopeOf(DeleteVm, "alimesos02"), "masters");
  assert.equal(scopeOf(RebootServer, "alibuild030"), "alibuild030");
});

test("a protected server is unlocked for its reboot only, and owed its lock", () => {
  const steps = stepsOf(RebootServer, "alibuild03");
  const at = steps.findIndex(({ id }) => id === "unlock");
  assert.deepEqual(idsOf(steps.slice(at, at + 3)), ["unlock", "reboot", "relock"]);
  assert.deepEqual(steps[at]?.undo, { by: "relock", isOwed: true, stillSo: "alibuild03 is not locked in Nova" });
  assert.ok(!idsOf(stepsOf(RebootServer, "alibuild030")).includes("unlock"), "a neighbour by name only");
});

test("every protected server is locked and looked at by itself", () => {
  assert.deepEqual(
    stepsOf(Protect).map(({ id, host }) => `${id} of ${host}`),
    [
      "lock-alibuild03 of alibuild03",
      "lock-alibuild09 of alibuild09",
      "locked-alibuild03 of alibuild03",
      "locked-alibuild09 of alibuild09",
    ],
  );
  assert.deepEqual(outline(stepsOf(CheckProtection)), outline(stepsOf(Protect)).slice(2));
});

test("what a lock does not stop is said", () => {
  for (const { why } of [Protect, CheckProtection]) assert.match(why, /does not stop a\s+rename.*tags.*administrator/s);
  for (const { because } of stepsOf(CheckProtection)) assert.match(because ?? "", /does not stop a rename/);
});

test("a free command arrives as it was typed, and one sees where each argument ends", () => {
  const [step] = stepsOf(RunCommand, "alibuild07", "docker", "ps", "--filter", "name=a b; reboot");
  assert.equal(step?.title, "run on alibuild07: docker ps --filter 'name=a b; reboot'");
  assert.deepEqual(step?.kind === "act" && step.resources[0]?.desired, {
    do: "run",
    argv: ["docker", "ps", "--filter", "name=a b; reboot"],
  });
});

test("a free command that is none is refused, with how to type one", () => {
  assert.throws(() => stepsOf(RunCommand, "alibuild07"), {
    reason: "usage",
    next: 'RunCommand("alibuild07", "uptime")',
  });
});

test("where OpenStack's own calls do the work there is no ticket to look at", () => {
  const openstack = { ...alibuild.openstack, provisioner: "openstack" as const };
  const context: RunbookContext = { environment: { ...alibuild, openstack }, args: ["alibuild07"] };
  const steps = RebuildAgent.steps(context);
  assert.ok(!idsOf(steps).includes("ticket"));
  const title = steps.find(({ id }) => id === "rebuild")?.title;
  assert.equal(title, "rebuild alibuild07: what ai-rebuild-vm --cc7 alibuild07 does");
});
