import assert from "node:assert/strict";
import test from "node:test";
import { type Document, SiteStage } from "../../support/site-stage.ts";

/** What an operator meets when something goes wrong in the middle, and what is left then. */
interface Case {
  readonly faults: readonly string[];
  /** Without its bang. */
  readonly call: string;
  readonly answers: readonly string[];
  /** The step that failed. */
  readonly at: string;
  /** What is said of it. */
  readonly says: RegExp;
  /** What runs() lists as still so. */
  readonly owed?: readonly string[];
  /** Every command that was sent and may change something, in order; `puppet agent` once however often. */
  readonly sent: readonly string[];
}

const cordoned = ["alibuild13 gets no new tasks"];
const rebuild = (host: string) => [
  "--confirm",
  host,
  "--attest",
  "agreed=the shifters",
  "--attest",
  "key-is-right=accept",
];
const agent = [...rebuild("alibuild13"), "--attest", "way=cordon", "--attest", "old-id=gone"];
const master = [...rebuild("alimesos01"), "--attest", "move-from-alimesos01=stay"];
const deletion = [
  "--confirm",
  "alibuild13",
  "--confirm",
  "alibuild13.cern.ch_vol_001",
  "--attest",
  "why=too old",
  "--attest",
  "loss=go-on",
];

const cases: readonly Case[] = [
  {
    faults: ["puppet-never-passes"],
    call: 'RebuildAgent("alibuild13")',
    answers: agent,
    at: "puppet",
    says: /puppet reports errors on alibuild13: Error: .*Systemd start for docker failed/,
    owed: cordoned,
    sent: ["mesos", "ai-rebuild-vm", "puppet"],
  },
  {
    faults: ["pull-fails"],
    call: 'CreateAgent("alibuild21")',
    answers: ["--confirm", "alibuild21", "--attest", "key-is-right=accept"],
    at: "builder-image",
    says: /alisw\/slc7-builder was not pulled to alibuild21/,
    sent: ["ai-bs", "puppet", "docker"],
  },
  {
    faults: ["ssh-refuses"],
    call: 'RebootServer("alibuild13")',
    answers: ["--confirm", "alibuild13", "--attest", "way=go-on"],
    at: "booted",
    says: /alibuild13 has booted anew.*connection refused/,
    sent: ["openstack"],
  },
  {
    faults: ["reboot-does-nothing"],
    call: 'RebootServer("alibuild13")',
    answers: ["--confirm", "alibuild13", "--attest", "way=cordon"],
    at: "booted",
    says: /alibuild13 is still in the boot it was in before/,
    owed: cordoned,
    sent: ["mesos", "openstack"],
  },
  {
    faults: ["kill-stops-half-way"],
    call: 'DeleteVm("alibuild13")',
    answers: deletion,
    at: "nothing-left",
    says: /the record of alibuild13\.cern\.ch \(alibuild\/mesos\/slave\) is left/,
    sent: ["ai-kill", "cinder"],
  },
  {
    faults: ["volume-delete-fails"],
    call: 'DeleteVm("alibuild13")',
    answers: deletion,
    at: "delete-volumes",
    says: /alibuild13\.cern\.ch_vol_001 \([0-9a-f-]{36}\) was not deleted: it is error_deleting/,
    sent: ["ai-kill", "cinder"],
  },
];

/** `nova PUT …/tags/mc-hold…` is the mark of the hold; of an ssh command its name is enough. */
function commandsOf(stage: SiteStage): readonly string[] {
  const commands = stage.changes().filter((change) => !change.includes("mc-hold"));
  const names = commands.map(
    (change) => /(ai-[a-z-]+|puppet|docker|openstack) /.exec(change)?.[1] ?? change.split(" ")[0],
  );
  return [...new Set(names.map(String))];
}

async function lastRun(stage: SiteStage): Promise<Document> {
  return (await stage.ask([], 'show("r1")')).document.run;
}

async function parksAt(stage: SiteStage, { call, answers, at, says, owed = [], sent }: Case): Promise<void> {
  const { status } = await stage.ask(["--yes", ...answers], call.replace("(", "!("));
  const run = await lastRun(stage);
  assert.deepEqual([status, run.status], [4, "parked"]);
  const { step, state, detail } = run.outcomes.at(-1);
  assert.deepEqual([step, state], [at, "failed"]);
  assert.match(detail, says);
  assert.deepEqual(owedOf(run), owed);
  assert.deepEqual(commandsOf(stage), sent);
}

function owedOf(run: Document): readonly string[] {
  return run.owed.map(({ stillSo }: Document) => stillSo);
}

for (const given of cases) {
  test(`${given.call} while ${given.faults.join(", ")}: it parks at ${given.at}, says why, and what is left`, async (t) => {
    await parksAt(await SiteStage.open(t, { faults: given.faults }), given);
  });
}

test("a rebuild that ends in ERROR: the cordon stays listed until another rebuild healed it and the run went on", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["rebuild-ends-in-error"] });
  await parksAt(stage, {
    faults: ["rebuild-ends-in-error"],
    call: 'RebuildAgent("alibuild13")',
    answers: agent,
    at: "installed",
    says: /ERROR: No valid host was found/,
    owed: cordoned,
    sent: ["mesos", "ai-rebuild-vm"],
  });
  const aborted = await stage.ask(["--yes"], 'abort!("r1")');
  assert.match(aborted.stderr, /what is owed could not be taken back: no agent is registered at alibuild13/);
  assert.deepEqual(owedOf(await lastRun(stage)), cordoned);
  const again = await stage.ask(["--yes", ...agent, "--attest", "unseen=go-on"], 'RebuildAgent!("alibuild13")');
  assert.equal(again.status, 0, again.stderr);
  const doubted = await stage.ask(["--yes", ...agent], 'resume!("r1")');
  assert.match(doubted.stderr, /alibuild13 shows a key that is known already.*Was it made anew\?/);
  const resumed = await stage.ask(["--yes", ...agent, "--attest", "old-key=made-anew"], 'resume!("r1")');
  assert.deepEqual([resumed.status, owedOf(resumed.document.run)], [0, []]);
});

test("another master dies during a rebuild: it is rebooted since it serves nothing, and the run goes on", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["second-master-dies"] });
  await parksAt(stage, {
    faults: ["second-master-dies"],
    call: 'RebuildMaster("alimesos01")',
    answers: master,
    at: "quorum",
    says: /2 of 3 masters are healthy/,
    sent: ["ai-rebuild-vm", "puppet"],
  });
  const rebooted = await stage.ask(["--yes", "--confirm", "alimesos02"], 'RebootServer!("alimesos02")');
  const others = rebooted.document.run.outcomes.find(({ step }: Document) => step === "others");
  assert.deepEqual([rebooted.status, others.state], [0, "omitted"], rebooted.stderr);
  assert.equal((await stage.ask(["--yes"], 'resume!("r1")')).status, 0);
});

test("an hour of rebuilding, two runs of puppet with errors and lost answers are lived through, and nothing is done twice", async (t) => {
  const faults = ["rebuild-takes-an-hour", "puppet-fails-twice", "answers-lost"];
  const stage = await SiteStage.open(t, { faults });
  const { status, document } = await stage.ask(["--yes", ...agent], 'RebuildAgent!("alibuild13")');
  assert.deepEqual([status, document.run.status, document.run.owed], [0, "done", []]);
  const puppet = document.run.outcomes.find(({ step }: Document) => step === "puppet");
  assert.equal(puppet.detail, "at attempt 3");
  assert.equal(stage.changes().filter((change) => change.includes("ai-rebuild-vm")).length, 1);
});

test("a gateway that goes down in mid-command is a doubt: the run parks and the rebuild is not sent again", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["gateway-gone"] });
  const { status, stderr } = await stage.ask(["--yes", ...agent], 'RebuildAgent!("alibuild13")');
  assert.equal(status, 4);
  assert.match(stderr, /It is not known whether ai-rebuild-vm happened/);
  assert.match(stderr, /settle!\("r1", "rebuild: replace\s+server\/alibuild13\/ai-rebuild-vm\/1"/);
  assert.equal(stage.changes().filter((change) => change.includes("ai-rebuild-vm")).length, 1);
});

test("while Mesos cannot be reached no agent is touched", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["mesos-unreachable"] });
  for (const call of ['RebuildAgent!("alibuild13")', 'RebootServer!("alibuild13")']) {
    const { status, stderr } = await stage.ask(["--yes", ...agent, "--attest", "way=go-on"], call);
    assert.equal(status, 1, stderr);
  }
  assert.deepEqual(stage.changes(), []);
});

test("a host whose key nobody vouches for is not entered", async (t) => {
  const stage = await SiteStage.open(t);
  const answers = ["--yes", "--confirm", "alibuild21"];
  const { status, stderr } = await stage.ask(answers, 'CreateAgent!("alibuild21")');
  assert.equal(status, 4);
  assert.match(stderr, /no key of alibuild21 is known; it shows\s+ssh-ed25519 SHA256:/);
  assert.match(stderr, /a person has to say it: --attest 'key-is-right=/);
  assert.deepEqual(commandsOf(stage), ["ai-bs"]);
});

test("a protected server that was unlocked for a reboot is locked again by abort", async (t) => {
  const stage = await SiteStage.open(t);
  const reasonNow = () => stage.site.servers.byName("alibuild03")?.lock?.reason;
  assert.equal((await stage.ask(["--yes"], "Protect!()")).status, 0);
  const locked = reasonNow();
  assert.match(String(locked), /mesos-console: never delete or rebuild alibuild03/);
  const asked = await stage.ask(["--yes", "--attest", "way=go-on"], 'RebootServer!("alibuild03")');
  assert.deepEqual([asked.status, reasonNow()], [4, locked], "nothing is unlocked while a person is asked");
  const server = stage.site.servers.byName("alibuild03");
  if (server) server.taskState = "powering-off";
  const options = ["--yes", "--confirm", "alibuild03"];
  assert.equal((await stage.ask(options, 'resume!("r2")')).status, 4);
  assert.equal(reasonNow(), undefined);
  const { document } = await stage.ask([], 'show("r2")');
  assert.deepEqual(owedOf(document.run), ["alibuild03 is not locked in Nova"]);
  if (server) server.taskState = undefined;
  assert.equal((await stage.ask(["--yes"], 'abort!("r2")')).status, 0);
  assert.equal(reasonNow(), locked);
  assert.deepEqual(commandsOf(stage), ["nova", "openstack"], "the reboot was sent once, and refused");
});

test("nothing is begun while the other masters do not pass: it says which check of which master", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["container-missing", "container-restarting", "clock-skewed"] });
  const { status, stderr } = await stage.ask(["--yes", ...master], 'RebuildMaster!("alimesos01")');
  assert.equal(status, 1);
  assert.match(stderr, /26 of 29; alimesos02 .*marathon.*restarting.*mesos-dns is missing/s);
  assert.match(stderr, /nothing was begun/);
  assert.deepEqual(stage.changes(), []);
});

test("the leadership moves to another master, and only one is restarted", async (t) => {
  const stage = await SiteStage.open(t);
  const answers = ["alimesos01", "alimesos02", "alimesos03"].map((master) => `move-from-${master}=move`);
  const options = ["--yes", "--confirm", "alimesos01", ...answers.flatMap((answer) => ["--attest", answer])];
  const { status, document, stderr } = await stage.ask(options, "MoveLeadership!()");
  assert.equal(status, 0, stderr);
  assert.match(document.run.outcomes.at(-1).detail, /^alimesos0[23]\.cern\.ch leads/);
  assert.equal(stage.changes().filter((change) => change.includes("docker restart mesos-master")).length, 1);
});
