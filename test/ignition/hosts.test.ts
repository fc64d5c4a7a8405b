import assert from "node:assert/strict";
import test from "node:test";
import { agentUserData } from "#src/ignition/agent.ts";
import { containerUnit } from "#src/ignition/container.ts";
import { masterUserData, quorumOf } from "#src/ignition/master.ts";
import type { AwsEnvironment } from "#src/model/environment.ts";
import cantareira from "../../environments/cantareira.ts";
import { directives, environmentOf, readIgnition } from "./spec.ts";

const stack = cantareira.stacks.test;
const zookeepers = "10.20.1.10:2181,10.20.2.10:2181,10.20.3.10:2181";

const master = (environment: AwsEnvironment = cantareira) =>
  masterUserData({ environment, stackName: "test", stack, address: "10.20.2.10", volume: "mesos-master-test-b" });
const agent = () => agentUserData({ environment: cantareira, stack, type: "mesos-fixed" });

test("a master runs ZooKeeper, the Mesos master, Marathon and the Aurora scheduler", () => {
  const names = readIgnition(master()).systemd.units.map(({ name }) => name);
  assert.deepEqual(names, [
    "locksmithd.service",
    "update-engine.service",
    "mesos-data.service",
    "zookeeper.service",
    "mesos-master.service",
    "marathon.service",
    "aurora-scheduler.service",
  ]);
});

test("no host updates or reboots itself", () => {
  for (const text of [master(), agent()]) {
    const masked = readIgnition(text).systemd.units.filter(({ mask }) => mask);
    assert.deepEqual(
      masked.map(({ name }) => name),
      ["locksmithd.service", "update-engine.service"],
    );
  }
});

test("a master elects with all the masters of its stack, under its stable address", () => {
  assert.deepEqual(environmentOf(readIgnition(master()), "mesos-master.service"), {
    MESOS_ZK: `zk://${zookeepers}/mesos`,
    MESOS_QUORUM: "2",
    MESOS_CLUSTER: "cantareira-test",
    MESOS_WORK_DIR: "/var/lib/mesos",
    MESOS_HOSTNAME: "10.20.2.10",
    MESOS_IP: "10.20.2.10",
  });
});

test("each ZooKeeper knows its number and the other members", () => {
  const zookeeper = environmentOf(readIgnition(master()), "zookeeper.service");
  assert.equal(zookeeper.ZOO_MY_ID, "2");
  assert.equal(
    zookeeper.ZOO_SERVERS,
    "server.1=10.20.1.10:2888:3888;2181 server.2=10.20.2.10:2888:3888;2181 server.3=10.20.3.10:2888:3888;2181",
  );
});

test("what keeps data on the volume does not start without it", () => {
  const config = readIgnition(master());
  for (const unit of ["zookeeper.service", "mesos-master.service", "aurora-scheduler.service"]) {
    assert.match(directives(config, unit, "Requires").join(), /\bmesos-data\.service\b/, unit);
    assert.match(directives(config, unit, "After").join(), /\bmesos-data\.service\b/, unit);
    assert.match(directives(config, unit, "ExecStart").join(), / -v \/var\/lib\/mesos-data\//, unit);
  }
});

test("the volume is waited for by its id, which is filled in at launch", () => {
  const [start] = directives(readIgnition(master()), "mesos-data.service", "ExecStart");
  const device = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_\${volume:mesos-master-test-b}`;
  assert.equal(start, `/opt/bin/mount-data-volume ${device} /var/lib/mesos-data`);
});

test("an agent announces its type, and its zone, name and address from the instance's metadata", () => {
  const config = readIgnition(agent());
  assert.deepEqual(directives(config, "mesos-agent.service", "EnvironmentFile"), ["/run/metadata/flatcar"]);
  assert.deepEqual(environmentOf(config, "mesos-agent.service"), {
    MESOS_MASTER: `zk://${zookeepers}/mesos`,
    MESOS_ATTRIBUTES: `slave-type:mesos-fixed;az:\${COREOS_EC2_AVAILABILITY_ZONE}`,
    MESOS_CONTAINERIZERS: "docker,mesos",
    MESOS_WORK_DIR: "/var/lib/mesos",
    MESOS_HOSTNAME: `\${COREOS_EC2_HOSTNAME}`,
    MESOS_IP: `\${COREOS_EC2_IPV4_LOCAL}`,
    MESOS_EXECUTOR_REGISTRATION_TIMEOUT: "5mins",
  });
});

test("a host runs the version that its stack pins", () => {
  assert.match(directives(readIgnition(master()), "mesos-master.service", "ExecStart").join(), /mesos-master:1\.9\.0$/);
  assert.match(directives(readIgnition(agent()), "mesos-agent.service", "ExecStart").join(), /mesos-agent:1\.9\.0$/);
});

test("a majority of any odd number of masters", () => {
  const [zone] = stack.masters.zones;
  assert.ok(zone);
  const quorums = [1, 3, 5, 7].map((count) =>
    quorumOf({ ...stack, masters: { ...stack.masters, zones: Array.from({ length: count }, () => zone) } }),
  );
  assert.deepEqual(quorums, [1, 2, 3, 4]);
});

test("a percent sign, a space or a quote in a value stays one argument with that value", () => {
  const unit = containerUnit({ name: "odd", image: "odd:1", environment: { A: '100% "sure" \\ yes', B: "5%i" } });
  assert.ok("contents" in unit);
  assert.match(unit.contents, / -e "A=100%% \\"sure\\" \\\\ yes" -e B=5%%i odd:1\n/);
});

test("user data that EC2 would not take is refused, with what to shorten", () => {
  const sshAuthorizedKeys = Array.from({ length: 40 }, () => `ssh-ed25519 ${"A".repeat(400)} operator`);
  const environment = { ...cantareira, hosts: { ...cantareira.hosts, sshAuthorizedKeys } };
  assert.throws(() => master(environment), { code: "user-data-too-large", reason: "usage", next: /sshAuthorizedKeys/ });
});
