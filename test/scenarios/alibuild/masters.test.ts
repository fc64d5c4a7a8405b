import assert from "node:assert/strict";
import test from "node:test";
import { answersFor, commandsOf, givesUp, goesOn, newestRun, runsInto, timesSent } from "../../support/site-case.ts";
import { SiteStage } from "../../support/site-stage.ts";
import { assertListed } from "../../torture/runbooks/listed.ts";

const stay = { "move-from-alimesos01": "stay" };
const rebuild = { call: 'RebuildMaster("alimesos01")', answers: answersFor("alimesos01", stay) };

/** What is found wanting of the others is said before a run begins. */
const wanting = [
  {
    fault: "clock-skewed",
    says: /^28 of 29; alimesos02 has its clock right to 2 s: 90\.0 s ahead/,
    next: /^look at chronyd or ntpd on alimesos02/,
  },
  {
    fault: "container-missing",
    says: /^28 of 29; alimesos02 runs the container mesos-dns: mesos-dns is missing$/,
    next: /^docker logs on alimesos02 says why; puppet agent -t -v there/,
  },
  {
    fault: "host-key-changed",
    says: /alimesos02 lets root in over SSH, runs the container mesos-master, .*: alimesos02\.cern\.ch shows another key/,
    next: /^AcceptHostKey\("alimesos02"\) compares it with the server's console log/,
  },
] as const;

for (const { fault, says, next } of wanting) {
  test(`${rebuild.call} while ${fault}: nothing is begun before the others are proved`, async (t) => {
    const stage = await SiteStage.open(t, { faults: [fault] });
    const { status, document } = await stage.ask(rebuild.answers, rebuild.call.replace("(", "!("));
    assert.equal(status, 1);
    assert.match(document.error.what, /alimesos02 and alimesos03 are properly functioning: nothing was begun$/);
    assert.match(document.error.why, says);
    assert.match(document.error.next, next);
    assert.deepEqual(commandsOf(stage), []);
    if (fault !== "clock-skewed") return;
    stage.site.ground.troubles.end(fault);
    assert.equal((await stage.ask(rebuild.answers, rebuild.call.replace("(", "!("))).status, 0);
  });
}

test("a rebuild of a master that ends in ERROR: a reboot that heals it is no rebuild, and the run asks before it goes on", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["rebuild-ends-in-error"] });
  await runsInto(stage, {
    ...rebuild,
    faults: ["rebuild-ends-in-error"],
    at: "installed",
    says: /^ERROR: No valid host was found/,
    next: /RebootServer!\("alimesos01"\) heals some errors/,
    sent: ["ai-rebuild-vm"],
  });
  const healed = await stage.ask(["--yes", "--confirm", "alimesos01"], 'RebootServer!("alimesos01")');
  assert.equal(healed.status, 0, healed.stderr.slice(-2000));
  const asked = await stage.ask(rebuild.answers, 'resume!("r1")');
  assert.equal(asked.status, 4);
  assert.match(asked.document.error.what, /alimesos01 shows .* key .* made anew\?/);
  const left = await stage.ask([...rebuild.answers, "--attest", "old-key=leave"], 'resume!("r1")');
  assert.equal(left.status, 130);
  const again = await stage.ask(rebuild.answers, 'RebuildMaster!("alimesos01")');
  assert.equal(again.status, 0, again.stderr.slice(-2000));
  await assertListed(stage, "after a second rebuild");
});

test("Puppet never passes on a master: all lines to report are there, and it can be given up", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["puppet-never-passes"] });
  await runsInto(stage, {
    ...rebuild,
    faults: ["puppet-never-passes"],
    at: "puppet",
    says: /Systemd start for docker failed/,
    next: /^resume!\("r1"\) \(run it again; if the errors stay, report them/,
    sent: ["ai-rebuild-vm", "puppet"],
  });
  const { stdout } = await stage.show([], 'report("r1")');
  assert.match(stdout, /Systemd start for docker failed/);
  await givesUp(stage);
});

test("a container that does not come up on a rebuilt master keeps the run from its end, with what to do", async (t) => {
  const faults = ["container-missing"];
  const stage = await SiteStage.open(t, { faults });
  const answers = answersFor("alimesos02");
  await runsInto(stage, {
    faults,
    call: 'RebuildMaster("alimesos02")',
    answers,
    at: "checklist",
    says: /mesos-dns is missing/,
    next: /docker logs on alimesos02 says why; puppet agent -t -v there starts what is to run/,
    sent: ["ai-rebuild-vm", "puppet"],
  });
  await givesUp(stage);
});

test("another master dies during a rebuild: what is said next works", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["second-master-dies"] });
  await runsInto(stage, {
    ...rebuild,
    faults: ["second-master-dies"],
    at: "quorum",
    says: /2 of 3 masters are healthy, 3 to be there: .*alimesos02\.cern\.ch mesos-master: connection refused/,
    next: /RebootServer!\("alimesos02"\)/,
    sent: ["ai-rebuild-vm", "puppet"],
  });
  const healed = await stage.ask(["--yes", "--confirm", "alimesos02"], 'RebootServer!("alimesos02")');
  assert.equal(healed.status, 0, healed.stderr);
  await goesOn(stage, { ...rebuild, run: "r1" });
});

test("a host that shows a wrong key is not rebooted: it could not be proved", async (t) => {
  const faults = ["host-key-changed"];
  const stage = await SiteStage.open(t, { faults });
  const { status, document } = await stage.ask(answersFor("alimesos02"), 'RebootServer!("alimesos02")');
  assert.equal(status, 1);
  assert.match(document.error.what, /nothing was begun$/);
  assert.match(
    document.error.why,
    /the reboot could not be proved: alimesos02\.cern\.ch shows another key than before/,
  );
  assert.match(document.error.next, /AcceptHostKey\("alimesos02"\)/);
  assert.equal(timesSent(stage, "reboot"), 0);
});

test("while Mesos cannot be reached nothing is touched", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["mesos-unreachable"] });
  const statuses: (number | null)[] = [];
  const calls = ['RebuildMaster!("alimesos01")', 'RebootServer!("alimesos01")', "MoveLeadership!()"];
  for (const call of [...calls, 'RebuildAgent!("alibuild07")', 'DeleteVm!("alibuild07")']) {
    const { status, document } = await stage.ask(answersFor("alimesos01"), call);
    statuses.push(status);
    assert.match(document.error.next, /CheckMasters\(\)|at each master by itself/, call);
  }
  assert.deepEqual(statuses, [3, 3, 1, 1, 1]);
  assert.deepEqual(
    stage.changes().filter((change) => !change.includes("mc-hold")),
    [],
  );
});

test("a token that expires every five minutes is renewed, and an hour of rebuilding is waited for", async (t) => {
  const stage = await SiteStage.open(t, { faults: ["token-expires", "rebuild-takes-an-hour", "puppet-fails-twice"] });
  const { status, stderr } = await stage.ask(rebuild.answers, 'RebuildMaster!("alimesos01")');
  assert.equal(status, 0, stderr.slice(-3000));
  const { outcomes } = await newestRun(stage);
  const puppet = outcomes.find(({ step }: { readonly step: string }) => step === "puppet");
  assert.equal(puppet.detail, "at attempt 3");
  assert.equal(timesSent(stage, "ai-rebuild-vm"), 1);
});

test("the checklist finds what ails a master, says what to do, and changes nothing", async (t) => {
  const faults = ["clock-skewed", "container-missing", "container-restarting"];
  const stage = await SiteStage.open(t, { faults });
  const { status, stdout } = await stage.show([], "CheckMasters()");
  assert.equal(status, 1);
  for (const evidence of [/mesos-dns is missing/, /marathon is restarting, not running/, /90\.\d s ahead/]) {
    assert.match(stdout, evidence);
  }
  assert.match(stdout, /next {2}docker logs on alimesos02 says why/);
  assert.match(stdout, /41 of 44 pass, 3 FAIL/);
  assert.deepEqual(stage.changes(), []);
});
