import assert from "node:assert/strict";
import test from "node:test";
import { wholeCluster } from "../../support/cluster.ts";
import { type Document, Stage } from "../../support/stage.ts";

const create = 'MesosCluster.create!("test")';
const destroy = 'MesosCluster.destroy!("test")';

test("create!, create!, destroy!, create!: everything is there exactly once, each time", async (t) => {
  const stage = await Stage.open(t);
  const made = await stage.ask(["--yes"], create, create, 'MesosFixed.create!("test")');
  assert.equal(made.status, 0, made.stderr);
  assert.deepEqual(
    made.documents.map(({ run, plan }) => run?.status ?? plan.changes.length),
    ["done", 0, 0],
    "nothing to change the second time, and for a part",
  );
  assert.deepEqual(await stage.inventory(), wholeCluster);
  const first = await stage.instance("mesos-master-test-a");

  const gone = await stage.ask(["--yes", "--confirm", "test"], destroy, create, "verifyJournal()");
  assert.equal(gone.status, 0, gone.stderr);
  assert.deepEqual(
    gone.documents.map(({ run }) => run?.status),
    ["done", "done", undefined],
  );
  assert.equal(gone.document.isWhole, true);
  assert.deepEqual(await stage.inventory(), wholeCluster);
  assert.notEqual(await stage.instance("mesos-master-test-a"), first);
});

test("destroy! asks for the name; a protected stack that exists is refused whatever is confirmed", async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], 'MesosMaster.create!("stable")', 'MesosMaster.create!("test")');
  const before = await stage.inventory();

  const refused = await stage.ask(["--yes", "--confirm", "stable"], 'MesosMaster.destroy!("stable")');
  assert.equal(refused.status, 3, refused.stderr);
  assert.equal(refused.document.error.reason, "refused");
  assert.match(refused.document.error.why, /the stack stable of cantareira is protected/);

  const unasked = await stage.ask(["--yes"], 'MesosMaster.destroy!("test")');
  assert.equal(unasked.status, 4, unasked.stderr);
  assert.match(unasked.stderr, /This is lost for good:[\s\S]*everything\s+on\s+the\s+volume\s+is\s+lost:/);
  assert.match(
    unasked.document.error.next,
    /^\.\/console cantareira --rehearse -e 'resume!\("\w+"\)' --plan \w+ --confirm test$/,
  );

  const stale = await stage.ask(["--confirm", "test", "--plan", "0123456789abcdef"], 'MesosMaster.destroy!("test")');
  assert.equal(stale.status, 4);
  assert.match(stale.document.error.why, /0123456789abcdef is another plan than this one/);
  assert.deepEqual(await stage.inventory(), before);

  const [, resume = "", ...answers] =
    /-e '(.*)' (--plan) (\S+) (--confirm) (\S+)$/.exec(unasked.document.error.next) ?? [];
  const destroyed = await stage.ask(answers, resume);
  assert.equal(destroyed.status, 0, destroyed.stderr);
  assert.deepEqual(
    await stage.inventory(),
    before.filter((each) => !each.includes("test") || each === "security group mesos-test"),
    "what other recipes share stays",
  );
});

test("what somebody changed by hand shows field by field; what scales by itself is no drift", async (t) => {
  const stage = await Stage.open(t);
  await stage.ask(["--yes"], create);
  const [a, b, c] = [
    await stage.instance("mesos-master-test-a"),
    await stage.instance("mesos-master-test-b"),
    await stage.instance("mesos-master-test-c"),
  ];
  await stage.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 3 });
  const scaled = await stage.ask([], 'MesosCluster.create("test")');
  assert.deepEqual(scaled.document.plan.changes, []);

  await stage.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: "mesos-on-demand-test", MaxSize: 9 });
  const first = await stage.ask([], 'MesosCluster.create("test")');
  await stage.autoScaling.setDesiredCapacity({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 2 });
  const second = await stage.ask([], 'MesosCluster.create("test")');
  assert.equal(first.document.plan.fingerprint, second.document.plan.fingerprint);

  await stage.ec2.createTags({ Resources: [a], Tags: [{ Key: "Name", Value: "mine" }] });
  await stage.ec2.modifyInstanceAttribute({ InstanceId: b, DisableApiTermination: { Value: false } });
  await stage.ec2.modifyInstanceMetadataOptions({ InstanceId: c, HttpTokens: "optional" });
  const { SecurityGroups = [] } = await stage.ec2.describeSecurityGroups({
    Filters: [{ Name: "group-name", Values: ["mesos-test"] }],
  });
  const everyone = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  await stage.ec2.authorizeSecurityGroupIngress({
    GroupId: SecurityGroups[0]?.GroupId ?? "",
    IpPermissions: [everyone],
  });

  stage.pass(10);
  const { documents, status } = await stage.ask([], 'MesosCluster.create("test")', 'MesosCluster.status("test")');
  assert.equal(status, 0);
  const [{ plan } = {}, { status: told } = {}] = documents;
  const expected = [
    "update auto-scaling-group/mesos-on-demand-test: max 9 -> 4",
    'update instance/mesos-master-test-a: nameTag "mine" -> "mesos-master-test-a"',
    "update instance/mesos-master-test-b: hasTerminationProtection false -> true",
    'update instance/mesos-master-test-c: metadataTokens "optional" -> "required"',
  ];
  assert.deepEqual(
    fieldsOf(plan.changes).filter((line) => !line.includes("security-group")),
    expected,
  );
  assert.match(fieldsOf(plan.changes).join("\n"), /security-group\/mesos-test: ingress .*0\.0\.0\.0\/0/);
  assert.deepEqual(fieldsOf(told.drift), fieldsOf(plan.changes));

  const mended = await stage.ask(["--yes", "--confirm", "test"], create, 'MesosCluster.create("test")');
  assert.equal(mended.status, 0, mended.stderr);
  assert.deepEqual(mended.document.plan.changes, []);
  const { AutoScalingGroups = [] } = await stage.autoScaling.describeAutoScalingGroups({
    AutoScalingGroupNames: ["mesos-on-demand-test"],
  });
  assert.equal(AutoScalingGroups[0]?.DesiredCapacity, 2, "create! never scales");
});

/** `update instance/x: field before -> after`, sorted. */
function fieldsOf(changes: readonly Document[]): readonly string[] {
  return changes
    .flatMap(({ id, before = {}, after = {} }) =>
      Object.keys(after)
        .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
        .map((name) => `${id}: ${name} ${JSON.stringify(before[name])} -> ${JSON.stringify(after[name])}`),
    )
    .sort();
}
