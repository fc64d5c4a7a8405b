import assert from "node:assert/strict";
import test from "node:test";
import type { OpenStackEnvironment } from "../../../src/model/environment.ts";
import { answersFor, goesOn, newestRun, owedOf, runsInto } from "../../support/site-case.ts";
import { alibuild, SiteStage } from "../../support/site-stage.ts";
import { assertListed } from "../../torture/runbooks/listed.ts";

const { gateway: _, ...withoutGateway } = alibuild;
/** A place where no wrapper is: everything is OpenStack's own calls. */
const environment: OpenStackEnvironment = {
  ...withoutGateway,
  puppetCa: { host: "puppetca.cern.ch" },
  openstack: { ...alibuild.openstack, provisioner: "openstack" },
};

const moves = Object.fromEntries(alibuild.masters.names.map((name) => [`move-from-${name}`, "move"]));

interface Plain {
  readonly call: string;
  readonly answers: readonly string[];
  /** What reaches the cloud. */
  readonly sent: RegExp;
}

const calls: readonly Plain[] = [
  { call: 'RebuildAgent!("alibuild13")', answers: answersFor("alibuild13"), sent: /nova POST .*action rebuild/ },
  { call: 'CreateAgent!("alibuild21")', answers: answersFor("alibuild21"), sent: /nova POST .*servers$/m },
  {
    call: 'RebuildMaster!("alimesos01")',
    answers: answersFor("alimesos01", moves),
    sent: /docker restart mesos-master/,
  },
  {
    call: 'RebootServer!("alibuild03")',
    answers: answersFor("alibuild03", { way: "go-on" }),
    sent: /nova POST .*action reboot/,
  },
];

for (const { call, answers, sent } of calls) {
  test(`without a gateway: ${call} comes to its end`, async (t) => {
    const stage = await SiteStage.open(t, { environment });
    const { status, stderr } = await stage.ask(answers, call);
    assert.equal(status, 0, stderr.slice(-3000));
    assert.match(stage.changes().join("\n"), sent);
    assert.doesNotMatch(stage.changes().join("\n"), /ai-|aiadm/);
    assert.deepEqual(owedOf(await newestRun(stage)), []);
    await assertListed(stage, call);
  });
}

test("without a gateway: a master is deleted and made again, and one sees what Foreman keeps", async (t) => {
  const stage = await SiteStage.open(t, { environment });
  const deletion = answersFor("alimesos02", { why: "another flavour" });
  await runsInto(stage, {
    faults: [],
    call: 'DeleteVm("alimesos02")',
    answers: deletion,
    at: "nothing-left",
    says: /the record of alimesos02\.cern\.ch .* is left/,
    next: /delete the host at https:\/\/judy/,
    sent: ["nova", "cinder"],
  });
  stage.site.foreman.remove("alimesos02.cern.ch");
  await goesOn(stage, { answers: deletion });
  const { status, stderr } = await stage.ask(
    answersFor("alimesos02"),
    'CreateMaster!("alimesos02", "cern-geneva-b")',
    "CheckMasters()",
  );
  assert.equal(status, 0, stderr.slice(-3000));
});

test("without a gateway: a rebuild that ends in ERROR parks with the fault, and the cordon is listed", async (t) => {
  const stage = await SiteStage.open(t, { environment, faults: ["rebuild-ends-in-error"] });
  await runsInto(stage, {
    faults: ["rebuild-ends-in-error"],
    call: 'RebuildAgent("alibuild13")',
    answers: answersFor("alibuild13"),
    at: "installed",
    says: /^ERROR: No valid host was found/,
    next: /RebootServer!\("alibuild13"\) heals some errors/,
    owed: ["alibuild13 gets no new tasks"],
    sent: ["mesos", "puppetserver", "nova"],
  });
});

test("without a gateway: the checklist passes, and says so of access too", async (t) => {
  const stage = await SiteStage.open(t, { environment });
  for (const call of ["CheckMasters()", "CheckAccess()", "CheckProtection()"]) {
    const { status, stdout, stderr } = await stage.show([], call);
    assert.equal(status, call === "CheckProtection()" ? 1 : 0, `${call}\n${stdout}\n${stderr}`);
  }
  assert.deepEqual(stage.changes(), []);
});

test("nobody clears the old certificate: it is said before, and what to type once Puppet stumbles over it", async (t) => {
  const { puppetCa: __, ...without } = environment;
  const stage = await SiteStage.open(t, { environment: without });
  const look = await stage.show([], 'RebuildAgent("alibuild07")');
  assert.match(look.stdout, /puppetserver ca clean --certname\s+alibuild07\.cern\.ch/);
  await runsInto(stage, {
    faults: [],
    call: 'RebuildAgent("alibuild07")',
    answers: answersFor("alibuild07"),
    at: "puppet",
    says: /alibuild07\.cern\.ch already has a signed certificate/,
    next: /puppetserver ca clean --certname alibuild07\.cern\.ch on the machine with Puppet's authority, then try again/,
    owed: ["alibuild07 gets no new tasks"],
    sent: ["mesos", "nova", "puppet"],
  });
});
