import assert from "node:assert/strict";
import test from "node:test";
import { answersFor, givesUp, goesOn, newestRun, runsInto, timesSent } from "../../support/site-case.ts";
import { SiteStage } from "../../support/site-stage.ts";
import { assertListed } from "../../torture/runbooks/listed.ts";

const deletion = answersFor("alibuild13", { why: "too old", loss: "go-on" });

interface Doubt {
  readonly call: string;
  readonly answers: readonly string[];
  readonly wrapper: string;
  /** What a person sees: whether it happened. */
  readonly seen: "yes" | "no";
  /** The host whose record in Foreman stays behind, as is said. */
  readonly leaves?: string;
  /** How often it was sent in the end. */
  readonly sent: number;
}

const doubts: readonly Doubt[] = [
  {
    call: 'RebuildAgent!("alibuild13")',
    answers: answersFor("alibuild13"),
    wrapper: "ai-rebuild-vm",
    seen: "yes",
    sent: 1,
  },
  {
    call: 'RebuildMaster!("alimesos01")',
    answers: answersFor("alimesos01", { "move-from-alimesos01": "stay" }),
    wrapper: "ai-rebuild-vm",
    seen: "yes",
    sent: 1,
  },
  {
    call: 'DeleteVm!("alibuild13")',
    answers: deletion,
    wrapper: "ai-kill",
    seen: "yes",
    leaves: "alibuild13.cern.ch",
    sent: 1,
  },
  {
    call: 'CreateAgent!("alibuild21")',
    answers: answersFor("alibuild21"),
    wrapper: "ai-bs",
    seen: "no",
    leaves: "alibuild21.cern.ch",
    sent: 3,
  },
];

for (const { call, answers, wrapper, seen, leaves, sent } of doubts) {
  test(`the gateway goes down under ${wrapper} of ${call}: what is said next works, and nothing is sent twice unasked`, async (t) => {
    const stage = await SiteStage.open(t, { faults: ["gateway-gone"] });
    const { status, document } = await stage.ask(answers, call);
    assert.equal(status, 4);
    assert.match(document.error.what, new RegExp(`It is not known whether ${wrapper} happened`));
    await assertListed(stage, "in doubt");
    const [settle] = /settle!\("r1", "[^"]+", /.exec(document.error.next) ?? [];
    const looked = await stage.ask(answers, 'resume!("r1")');
    assert.equal(looked.document.error.code, "in-doubt");
    assert.equal(timesSent(stage, wrapper), 1);
    const settled = await stage.ask([], `${settle}"${seen}: looked at it in OpenStack")`);
    assert.equal(settled.status, 0, settled.stderr);
    if (leaves) {
      const resumed = await stage.ask(answers, 'resume!("r1")');
      assert.match(resumed.document.error.next, /delete the (host|record)/);
      stage.site.foreman.remove(leaves);
    }
    await goesOn(stage, { answers });
    assert.equal(timesSent(stage, wrapper), sent);
  });
}

test("a kill that stops half-way names the record that is left; once that is deleted, the run ends", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["kill-stops-half-way"] });
  await runsInto(stage, {
    faults: ["kill-stops-half-way"],
    call: 'DeleteVm("alibuild13")',
    answers: deletion,
    at: "nothing-left",
    says: /^1 of 2; alibuild13 has no record in Foreman: the record of alibuild13\.cern\.ch .* is left$/,
    next: /delete the host at https:\/\/judy\.cern\.ch:8443\/hosts\/alibuild13\.cern\.ch/,
    sent: ["ai-kill", "cinder"],
  });
  stage.site.foreman.remove("alibuild13.cern.ch");
  await goesOn(stage, { answers: deletion });
});

test("a volume that does not go is named; once an administrator has reset it, the run goes on", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["volume-delete-fails"] });
  const { status, document } = await stage.ask(deletion, 'DeleteVm!("alibuild13")');
  assert.equal(status, 4);
  const [left] = stage.site.volumes.all().filter(({ name }) => name === "alibuild13.cern.ch_vol_001");
  assert.ok(left);
  assert.match(`${document.error.what} ${document.error.why}`, new RegExp(left.id));
  assert.match(document.error.next, /^resume!\("r1"\)/);
  if (left.status === "available") stage.site.volumes.remove(left.id);
  stage.pass(15);
  await goesOn(stage, { answers: deletion });
  assert.equal(stage.site.volumes.byId(left.id), undefined);
});

test("answers that are lost on their way are doubts that heal by a look: done once each", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["answers-lost"] });
  for (const [call, answers] of [
    ["Protect!()", ["--yes"]],
    ['RebootServer!("alibuild03")', answersFor("alibuild03", { way: "go-on" })],
    ['DeleteVm!("alibuild13")', deletion],
  ] as const) {
    const { status, stderr } = await stage.ask(answers, call);
    assert.equal(status, 0, stderr.slice(-2000));
  }
  assert.equal(timesSent(stage, "ai-kill"), 1);
  assert.equal(timesSent(stage, "server reboot"), 1);
  await assertListed(stage, "after lost answers");
});

test("a protected server whose reboot fails is locked again before the run parks, or when it is given up", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["reboot-does-nothing"] });
  assert.equal((await stage.ask(["--yes"], "Protect!()")).status, 0);
  const { status } = await stage.ask(answersFor("alibuild03", { way: "cordon" }), 'RebootServer!("alibuild03")');
  assert.equal(status, 4);
  assert.match(String(stage.site.servers.byName("alibuild03")?.lock?.reason), /^mesos-console: never delete/);
  await givesUp(stage);
});

test("a host that is not entered has no command run on it, and nothing is owed", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["host-key-changed"] });
  const { status, document } = await stage.ask(answersFor("alibuild07"), 'RunCommand!("alibuild07", "uptime")');
  assert.equal(status, 4);
  assert.match(document.error.what, /shows another key than before/);
  assert.equal((await newestRun(stage)).status, "parked");
  assert.equal(timesSent(stage, "uptime"), 0);
  await givesUp(stage);
});
