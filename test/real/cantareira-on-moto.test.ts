import assert from "node:assert/strict";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { type Instance, ModifyInstanceAttributeCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import type { AwsEnvironment, Stack } from "#src/model/environment.ts";
import cantareira from "../../environments/cantareira.ts";
import { Account } from "./account.ts";
import { RealConsole } from "./console.ts";
import { motoFor, noMoto } from "./moto.ts";

const shipped = pathToFileURL(join(import.meta.dirname, "..", "..", "environments", "cantareira.ts")).href;

/**
 * The shipped environment with some changes, as a file. On moto's hosts nothing listens, so that it does not say where
 * Mesos is.
 */
function environmentText(ofStacks: Partial<Stack> = {}, ofAws: Partial<AwsEnvironment["aws"]> = {}): string {
  return `import cantareira from ${JSON.stringify(shipped)};
const changed = ([name, { mesos, ...stack }]) => [name, { ...stack, ...${JSON.stringify(ofStacks)} }];
const stacks = Object.fromEntries(Object.entries(cantareira.stacks).map(changed));
export default { ...cantareira, stacks, aws: { ...cantareira.aws, ...${JSON.stringify(ofAws)} } };
`;
}

async function placeFor(t: TestContext, text = environmentText()) {
  const endpoint = await motoFor(t, cantareira);
  return { account: new Account(endpoint), console: new RealConsole(t, endpoint, text) };
}

const idsOf = (hosts: readonly Instance[]) => hosts.map(({ InstanceId }) => InstanceId).sort();
const roles = ["mesos-master", "mesos-fixed", "mesos-on-demand", "mesos-spot-multi-az"];
const asComposed = { "mesos-master": 3, "mesos-fixed": 3, "mesos-on-demand": 1, "mesos-spot-multi-az": 1 };

test("a cluster on a foreign EC2, from its first plan to its end", { skip: noMoto }, async (t) => {
  const { account, console } = await placeFor(t);

  await t.test("a look plans it and changes nothing", async () => {
    const { changes } = await console.plan('MesosCluster.create("test")');
    const instances = changes.filter(({ id }) => id.startsWith("create instance/")).map(({ id }) => id);
    assert.deepEqual(
      instances,
      ["a", "b", "c"].map((zone) => `create instance/mesos-master-test-${zone}`),
    );
    assert.deepEqual(new Set(changes.map(({ risk }) => risk)), new Set(["safe"]));
    assert.deepEqual(await account.kept(), { volumes: 0, interfaces: 0, groups: 0 });
  });

  await t.test("create! makes it, and says that nobody told it where Mesos is", async () => {
    const { verification = [] } = await console.act('MesosCluster.create!("test")', "--yes");
    assert.deepEqual(await account.census(...roles), asComposed);
    assert.deepEqual(await account.kept(), { volumes: 3, interfaces: 3, groups: 2 });
    assert.deepEqual(new Set(verification.map(({ state }) => state.holds)), new Set(["not-configured"]));
  });

  await t.test("each master has its address, its volume and its protection", async () => {
    const masters = await account.hosts("mesos-master");
    assert.deepEqual(masters.map(({ PrivateIpAddress }) => PrivateIpAddress).sort(), [
      "10.20.1.10",
      "10.20.2.10",
      "10.20.3.10",
    ]);
    for (const { InstanceId = "", BlockDeviceMappings = [] } of masters) {
      const volume = BlockDeviceMappings.find(({ DeviceName }) => DeviceName === "/dev/sdf")?.Ebs?.VolumeId ?? "";
      assert.ok(
        (await account.userData(InstanceId)).includes(`Amazon_Elastic_Block_Store_${volume.replace("-", "")} `),
      );
      assert.equal(await account.isProtected(InstanceId), true);
    }
  });

  await t.test("create! again changes nothing", async () => {
    assert.deepEqual((await console.plan('MesosCluster.create("test")')).changes, []);
    await console.actInVain('MesosCluster.create!("test")');
    assert.deepEqual(await account.census(...roles), asComposed);
  });

  await t.test("scaling by others is neither drift nor undone", async () => {
    const scaled = new SetDesiredCapacityCommand({ AutoScalingGroupName: "mesos-on-demand-test", DesiredCapacity: 3 });
    await account.autoScaling.send(scaled);
    assert.deepEqual((await console.plan('MesosOnDemand.create("test")')).changes, []);
    await console.actInVain('MesosOnDemand.create!("test")');
    assert.deepEqual(await account.census("mesos-on-demand"), { "mesos-on-demand": 3 });
  });

  await t.test("what somebody changed by hand is shown field by field, and put right", async () => {
    const [master] = await account.hosts("mesos-master");
    const InstanceId = master?.InstanceId ?? "";
    await account.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }));
    const [change, ...others] = (await console.plan('MesosMaster.create("test")')).changes;
    assert.deepEqual(others, []);
    assert.match(change?.id ?? "", /^update instance\/mesos-master-test-[abc]$/);
    assert.equal(change?.before?.hasTerminationProtection, false);
    assert.equal(change?.after?.hasTerminationProtection, true);
    await console.act('MesosMaster.create!("test")', "--yes");
    assert.equal(await account.isProtected(InstanceId), true);
  });

  await t.test("a fixed agent that is gone comes back", async () => {
    const [lost] = await account.hosts("mesos-fixed");
    await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: [lost?.InstanceId ?? ""] }));
    assert.equal((await console.plan('MesosFixed.create("test")')).changes.length, 1);
    await console.act('MesosFixed.create!("test")', "--yes");
    assert.deepEqual(await account.census("mesos-fixed"), { "mesos-fixed": 3 });
  });

  await t.test(
    "another Mesos version replaces no master while nobody can say that the others keep the quorum",
    async () => {
      const before = idsOf(await account.hosts("mesos-master"));
      console.adopt(environmentText({ mesosVersion: "1.11.1" }));
      const look = await console.evaluate('MesosMaster.create("test")');
      assert.equal(look.status, 3, "refused");
      const insisting = ["--yes", "--plan", look.document.plan?.fingerprint ?? "", "--confirm", "test"];
      const { status, stderr } = await console.evaluate('MesosMaster.create!("test")', ...insisting);
      assert.equal(status, 3, "refused");
      assert.match(stderr, /master-quorum/);
      assert.deepEqual(idsOf(await account.hosts("mesos-master")), before);
      console.adopt(environmentText());
    },
  );

  await t.test("destroy! is not done on a yes for safe changes", async () => {
    const { status, document } = await console.evaluate('MesosCluster.destroy!("test")', "--yes");
    assert.equal(status, 4, "parked");
    assert.deepEqual(await account.census("mesos-master"), { "mesos-master": 3 });
    if (document.run) await console.evaluate(`abort!(${JSON.stringify(document.run.id)})`);
  });

  await t.test("destroy! of exactly the plan that was looked at leaves nothing", async () => {
    const { fingerprint } = await console.plan('MesosCluster.destroy("test")');
    await console.act('MesosCluster.destroy!("test")', "--plan", fingerprint, "--confirm", "test", "--yes");
    assert.deepEqual(await account.census(...roles), Object.fromEntries(roles.map((role) => [role, 0])));
    assert.deepEqual(await account.kept(), { volumes: 0, interfaces: 0, groups: 0 });
  });

  await t.test("create! after destroy! makes new hosts", async () => {
    await console.act('MesosFixed.create!("test")', "--yes");
    assert.deepEqual(await account.census("mesos-fixed"), { "mesos-fixed": 3 });
  });
});

test("a protected stack is not destroyed, whatever is confirmed", { skip: noMoto }, async (t) => {
  const { account, console } = await placeFor(t);
  await console.act('MesosFixed.create!("stable")', "--yes");
  const { document } = await console.evaluate('MesosFixed.destroy("stable")');
  const fingerprint = document.plan?.fingerprint ?? "";
  const insisting = ["--yes", "--plan", fingerprint, "--confirm", "stable", "--confirm", "mesos-fixed-stable-a"];
  const { status } = await console.evaluate('MesosFixed.destroy!("stable")', ...insisting);
  assert.equal(status, 3, "refused");
  assert.deepEqual(await account.census("mesos-fixed"), { "mesos-fixed": 6 });
});

test("another account than the environment's is refused before anything is read", { skip: noMoto }, async (t) => {
  const { console } = await placeFor(t, environmentText({}, { account: "210987654321" }));
  const { status, document } = await console.evaluate('MesosCluster.create("test")');
  assert.equal(status, 3);
  assert.equal(document.error?.reason, "refused");
});
