import test, { type TestContext } from "node:test";
import { answersFor, givesUp, goesOn, runsInto, type Trouble } from "../../support/site-case.ts";
import { SiteStage } from "../../support/site-stage.ts";

const cordoned = ["alibuild13 gets no new tasks"];

interface Case extends Trouble {
  /** What heals it; then the run goes on to its end. */
  heal?(stage: SiteStage): Promise<unknown> | undefined;
  /** What has to be so before it can be given up; absent: nothing. */
  before?(stage: SiteStage): Promise<unknown> | undefined;
}

const ended = (fault: string) => (stage: SiteStage) => void stage.site.ground.troubles.end(fault);
const later = (minutes: number) => (stage: SiteStage) => void stage.pass(minutes);
const rebuild = { call: 'RebuildAgent("alibuild13")', answers: answersFor("alibuild13") };
const create = { call: 'CreateAgent("alibuild21")', answers: answersFor("alibuild21") };
const reboot = { call: 'RebootServer("alibuild13")', answers: answersFor("alibuild13") };

const cases: readonly Case[] = [
  {
    ...rebuild,
    faults: ["puppet-never-passes"],
    at: "puppet",
    says: /Error: .*Systemd start for docker failed/,
    next: /^resume!\("r1"\) \(run it again; if the errors stay, report them/,
    owed: cordoned,
    sent: ["mesos", "ai-rebuild-vm", "puppet"],
    heal: ended("puppet-never-passes"),
  },
  {
    ...rebuild,
    answers: answersFor("alibuild13", { way: "drain" }),
    faults: ["ssh-refuses"],
    at: "host-key",
    says: /alibuild13\.cern\.ch is not reached by SSH: connection refused/,
    next: /^resume!\("r1"\) \(check that the host is up/,
    owed: cordoned,
    sent: ["mesos", "ai-rebuild-vm"],
    heal: later(20),
  },
  {
    ...create,
    faults: ["puppet-never-passes"],
    at: "puppet",
    says: /Systemd start for docker failed/,
    next: /^resume!\("r1"\) \(run it again/,
    sent: ["ai-bs", "puppet"],
    heal: ended("puppet-never-passes"),
  },
  {
    ...create,
    faults: ["ssh-refuses"],
    at: "host-key",
    says: /connection refused/,
    next: /^resume!\("r1"\) \(check that the host is up/,
    sent: ["ai-bs"],
    heal: later(20),
  },
  {
    ...create,
    faults: ["mesos-unreachable"],
    at: "registered",
    says: /no leader of alibuild that has recovered/,
    next: /^resume!\("r1"\)/,
    sent: ["ai-bs", "puppet", "docker"],
    heal: ended("mesos-unreachable"),
  },
  {
    ...reboot,
    faults: ["ssh-refuses"],
    at: "booted",
    says: /the boot id of alibuild13 cannot be read: .*connection refused/,
    next: /^resume!\("r1"\) \(look at the console log of alibuild13\)/,
    owed: cordoned,
    sent: ["mesos", "openstack"],
    heal: later(20),
  },
  {
    ...reboot,
    faults: ["reboot-does-nothing"],
    at: "booted",
    says: /alibuild13 is still in the boot it was in before/,
    next: /the reboot did not take place: park, abort!\("r\d+"\), then RebootServer!\("alibuild13"\)/,
    owed: cordoned,
    sent: ["mesos", "openstack"],
    before: later(0),
  },
];

async function into(t: TestContext, given: Case): Promise<SiteStage> {
  const stage = await SiteStage.open(t, { faults: given.faults });
  await runsInto(stage, given);
  return stage;
}

for (const given of cases) {
  const name = `${given.call} while ${given.faults.join(", ")} parks at ${given.at}`;
  if (given.heal) {
    test(`${name}; mended, it goes on to its end`, async (t) => {
      const stage = await into(t, given);
      await given.heal?.(stage);
      await goesOn(stage, given);
    });
  }
  if (given.before) {
    test(`${name}; given up, nothing stays so`, async (t) => {
      const stage = await into(t, given);
      await given.before?.(stage);
      await givesUp(stage);
    });
  }
}
