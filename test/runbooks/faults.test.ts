import assert from "node:assert/strict";
import test from "node:test";
import { type Document, SiteStage } from "../support/site-stage.ts";

/** What an operator meets when something goes wrong in the middle, and what is left then. */
interface Case {
  readonly fault: string;
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
    fault: "rebuild-ends-in-error",
    call: 'RebuildAgent("alibuild13")',
    answers: agent,
    at: "installed",
    says: /ERROR: No valid host was found/,
    owed: cordoned,
    sent: ["mesos", "ai-rebuild-vm"],
  },
  {
    fault: "puppet-never-passes",
    call: 'RebuildAgent("alibuild13")',
    answers: agent,
    at: "puppet",
    says: /puppet reports errors on alibuild13: Error: .*Systemd start for docker failed/,
    owed: cordoned,
    sent: ["mesos", "ai-rebuild-vm", "puppet"],
  },
  {
    fault: "pull-fails",
    call: 'CreateAgent("alibuild21")',
    answers: ["--confirm", "alibuild21", "--attest", "key-is-right=accept"],
    at: "builder-image",
    says: /alisw\/slc7-builder was not pulled to alibuild21/,
    sent: ["ai-bs", "puppet", "docker"],
  },
  {
    fault: "ssh-refuses",
    call: 'RebootServer("alibuild13")',
    answers: ["--confirm", "alibuild13", "--attest", "way=go-on"],
    at: "booted",
    says: /alibuild13 has booted anew.*connection refused/,
    sent: ["openstack"],
  },
  {
    fault: "reboot-does-nothing",
    call: 'RebootServer("alibuild13")',
    answers: ["--confirm", "alibuild13", "--attest", "way=cordon"],
    at: "booted",
    says: /alibuild13 is still in the boot it was in before/,
    owed: cordoned,
    sent: ["mesos", "openstack"],
  },
  {
    fault: "container-missing",
    call: 'RebuildMaster("alimesos01")',
    answers: master,
    at: "others",
    says: /28 of 29; alimesos02 runs the container mesos-dns: mesos-dns is missing/,
    sent: [],
  },
  {
    fault: "container-restarting",
    call: 'RebuildMaster("alimesos01")',
    answers: master,
    at: "others",
    says: /alimesos02 runs the container marathon: .*restarting/,
    sent: [],
  },
  {
    fault: "clock-skewed",
    call: 'RebuildMaster("alimesos01")',
    answers: master,
    at: "others",
    says: /alimesos02 has its clock right to 2 s: 90\.\d s ahead/,
    sent: [],
  },
  {
    fault: "second-master-dies",
    call: 'RebuildMaster("alimesos01")',
    answers: master,
    at: "quorum",
    says: /2 of 3 masters are healthy/,
    sent: ["ai-rebuild-vm", "puppet"],
  },
  {
    fault: "kill-stops-half-way",
    call: 'DeleteVm("alibuild13")',
    answers: deletion,
    at: "nothing-left",
    says: /the record of alibuild13\.cern\.ch \(alibuild\/mesos\/slave\) is left/,
    sent: ["ai-kill", "cinder"],
  },
  {
    fault: "volume-delete-fails",
    call: 'DeleteVm("alibuild13")',
    answers: deletion,
    at: "volumes-gone",
    says: /alibuild13 has none of its volumes left: alibuild13\.cern\.ch_vol_001/,
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

for (const { fault, call, answers, at, says, owed = [], sent } of cases) {
  test(`${call} while ${fault}: it parks at ${at}, says why, and what is left`, async (t) => {
    const stage = await SiteStage.open(t, { faults: [fault] });
    const { status } = await stage.ask(["--yes", ...answers], call.replace("(", "!("));
    const run = await lastRun(stage);
    assert.deepEqual([status, run.status], [4, "parked"]);
    const { step, state, detail } = run.outcomes.at(-1);
    assert.deepEqual([step, state], [at, "failed"]);
    assert.match(detail, says);
    assert.deepEqual(
      run.owed.map(({ stillSo }: Document) => stillSo),
      owed,
    );
    assert.deepEqual(commandsOf(stage), sent);
  });
}

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
