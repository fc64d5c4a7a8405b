import assert from "node:assert/strict";
import test from "node:test";
import { wholeCluster } from "../../support/cluster.ts";
import { cantareira, Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("test")';

test("a right is missing: what cannot be made and what needs it is named, the rest is made, and nothing is lost", async (t) => {
  const stage = await Stage.open(t, { faults: ["access-denied"] });
  const { status, document, stderr } = await stage.ask(["--yes"], create);
  assert.equal(status, 4, stderr);
  assert.equal(document.error.what, "Run r1: 3 of 17 changes failed");
  assert.match(document.error.why, /create volume\/mesos-master-test-a: ec2 CreateVolume was refused: UnauthorizedOp/);
  assert.match(document.error.why, /held back, because they need it: create instance\/mesos-master-test-a/);
  assert.match(document.error.next, /ec2:CreateVolume; CheckAccess\(\).*resume!\("r1"\)/);
  assert.deepEqual(
    (await stage.inventory()).filter((each) => /^(volume|instance)/.test(each)),
    [],
  );
  assert.ok((await stage.inventory()).includes("interface mesos-master-test-b"));
});

test("credentials expire in the middle: what was refused is named; with new ones resume! finishes", async (t) => {
  const stage = await Stage.open(t, { faults: ["expired-credentials"] });
  const parked = await stage.ask(["--yes"], create);
  assert.equal(parked.status, 4, parked.stderr);
  assert.match(parked.document.error.why, /RequestExpired: Request has expired/);
  assert.match(parked.document.error.next, /renew your credentials.*resume!\("r1"\)/);
  const resumed = await stage.ask([], 'resume!("r1")');
  assert.equal(resumed.status, 0, "what was answered is not asked again");
  assert.equal(resumed.document.run.status, "done");
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("throttling for minutes is shown as waiting, and the run ends done", async (t) => {
  const stage = await Stage.open(t, { faults: ["throttle"] });
  const { status, document, stderr } = await stage.ask(["--yes"], create);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /aws throttles ec2: RequestLimitExceeded: waiting 0:0\d/);
  assert.doesNotMatch(stderr, /failed|doubted/);
  assert.equal(document.run.status, "done");
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("connections reset after the request was sent: doubted, asked again with the same token, made once", async (t) => {
  const stage = await Stage.open(t, { faults: ["reset-after-send"] });
  const { status, document, stderr } = await stage.ask(["--yes"], create);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /run-instances\/1 doubted: .*not known what became of it/);
  assert.equal(document.run.status, "done");
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("new things that cannot be seen yet, slow machines and a master that fails over only take time", async (t) => {
  const stage = await Stage.open(t, { faults: ["eventual-consistency", "slow-boot", "master-fails-over"] });
  const { status, document, stderr } = await stage.ask(["--yes"], create, create);
  assert.equal(status, 0, stderr);
  assert.equal(document.plan.changes.length, 0);
  assert.match(stderr, /waiting until the masters elected a leader.*10\.20\.1\.10:5050 is not reached/);
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

test("an instance dies at its birth: its zone waits, the others go on, resume! launches another", async (t) => {
  const stage = await Stage.open(t, { faults: ["instance-dies"] });
  const parked = await stage.ask(["--yes"], 'MesosFixed.create!("test")');
  assert.equal(parked.status, 4, parked.stderr);
  assert.match(
    parked.document.error.why,
    /i-\w+ was launched and then terminated instead of running: Client.InternalError/,
  );
  assert.match(parked.document.error.next, /launches another in its place.*resume!\("r1"\)/);
  const fleets = ["instance mesos-fixed-test-b", "instance mesos-fixed-test-c"];
  assert.deepEqual(
    (await stage.inventory()).filter((each) => each.startsWith("instance")),
    fleets,
  );
  stage.pass(24 * 60);
  const resumed = await stage.ask(["--yes"], 'resume!("r1")');
  assert.match(resumed.stderr, /create instances\/mesos-fixed-test-a\/run-instances-2\/1 done/);
  const all = ["instance mesos-fixed-test-a", ...fleets];
  assert.deepEqual(
    (await stage.inventory()).filter((each) => each.startsWith("instance")),
    all,
  );
});

test("no capacity in one zone: the other zones go on; resume! launches when there is some again", async (t) => {
  const stage = await Stage.open(t, { faults: ["no-capacity"] });
  const parked = await stage.ask(["--yes"], 'MesosFixed.create!("test")');
  assert.equal(parked.status, 4, parked.stderr);
  assert.equal(parked.document.error.what, "Run r1: 1 of 4 changes failed");
  assert.match(parked.document.error.why, /InsufficientInstanceCapacity.*us-east-1/);
  assert.match(parked.document.error.next, /try again later, or change the zone.*resume!\("r1"\)/);
  assert.equal((await stage.instances()).length, 2);
  const [again, stillFull] = [await stage.ask(["--yes"], 'resume!("r1")'), await stage.ask(["--yes"], 'resume!("r1")')];
  assert.deepEqual([again.status, stillFull.status], [4, 4]);
  const resumed = await stage.ask(["--yes"], 'resume!("r1")');
  assert.equal((await stage.instances()).length, 3);
  assert.match(
    resumed.document.error.what,
    /Waited 900 s in vain: the agents registered: 3 mesos-fixed/,
    "no masters yet",
  );
});

test("agents that do not come park the verification, and resume! waits on", async (t) => {
  const policies = { ...cantareira.policies, agentsRegisterWithinSeconds: 120 };
  const stage = await Stage.open(t, { faults: ["agents-lost"], environment: { ...cantareira, policies } });
  const parked = await stage.ask(["--yes"], create);
  assert.equal(parked.status, 4, parked.stderr);
  assert.match(parked.document.error.what, /Run r1: Waited 120 s in vain: the agents registered: 3 mesos-fixed/);
  assert.match(parked.document.error.why, /2 of 3 agents registered; missing mesos-fixed 1/);
  assert.match(parked.document.error.next, /^resume!\("r1"\)/);
  stage.pass(10);
  const resumed = await stage.ask(["--yes"], 'resume!("r1")');
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.equal(resumed.document.run.verification.length, 4);
  assert.deepEqual(await stage.inventory(), wholeCluster);
});

for (const fault of ["expired-credentials", "no-capacity", "instance-dies"]) {
  test(`${fault}, and somebody else finished it meanwhile: resume! makes nothing twice`, async (t) => {
    const stage = await Stage.open(t, { faults: [fault] });
    assert.equal((await stage.ask(["--yes"], create)).status, 4);
    for (let tries = 0; tries < 4; tries++) if ((await stage.ask(["--yes"], create)).status === 0) break;
    assert.deepEqual(await stage.inventory(), wholeCluster);
    const { status, stderr } = await stage.ask([], 'resume!("r1")');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /create instance\/mesos-master-test-\w: is already so/);
    assert.deepEqual(await stage.inventory(), wholeCluster);
  });
}
