import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import test from "node:test";
import { CreateVolumeCommand, DescribeVolumesCommand } from "@aws-sdk/client-ec2";
import type { LoggedRequest } from "../../src/rehearsal/request-log.ts";
import { failsWith } from "../conformance/aws/case.ts";
import { clientsOf } from "../conformance/aws/clients.ts";
import { environment, stage, subnet, userData } from "./stage.ts";

const scope =
  "AWS4-HMAC-SHA256 Credential=REHEARSAL/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0";

function post(port: number, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers });
}

test("an action that EC2 does not have is an InvalidAction, in EC2's own form", async (t) => {
  const { served } = await stage(t);
  const answer = await post(served.port, "Action=MakeCoffee&Version=2016-11-15", { authorization: scope });
  assert.equal(answer.status, 400);
  assert.match(await answer.text(), /<Response><Errors><Error><Code>InvalidAction<\/Code><Message>[^<]*MakeCoffee/);
});

test("without credentials, and for another region, nothing is answered", async (t) => {
  const { served } = await stage(t);
  const nobody = await post(served.port, "Action=DescribeVolumes", {});
  assert.match(await nobody.text(), /MissingAuthenticationToken/);
  const elsewhere = clientsOf(`http://127.0.0.1:${served.port}`, "eu-west-1");
  await failsWith("AuthFailure", elsewhere.ec2.send(new DescribeVolumesCommand({})));
});

test("the log holds every request, and says which would have changed something", async (t) => {
  const { ec2, served } = await stage(t);
  const volume = { AvailabilityZone: "us-east-1a", Size: 5 };
  await ec2.send(new DescribeVolumesCommand({}));
  await failsWith("DryRunOperation", ec2.send(new CreateVolumeCommand({ ...volume, DryRun: true })));
  await failsWith(
    "InvalidZone.NotFound",
    ec2.send(new CreateVolumeCommand({ ...volume, AvailabilityZone: "mars-1a" })),
  );
  const answer = await fetch(`http://127.0.0.1:${served.port}/_world/requests?since=1`);
  const logged: readonly LoggedRequest[] = JSON.parse(await answer.text());
  assert.deepEqual(
    logged.map(({ seq, action, isMutating, error }) => [seq, action, isMutating, error]),
    [
      [2, "CreateVolume", false, "DryRunOperation"],
      [3, "CreateVolume", true, "InvalidZone.NotFound"],
    ],
  );
});

test("time is moved by a number of milliseconds and by nothing else", async (t) => {
  const { served, world } = await stage(t);
  const before = world.clock.now();
  const sleep = (body: string) => fetch(`http://127.0.0.1:${served.port}/_world/sleep`, { method: "POST", body });
  for (const body of ['{"milliseconds":-1}', '{"milliseconds":"soon"}', "{}", "never"])
    assert.equal((await sleep(body)).status, 400);
  await world.clock.sleep(1500);
  assert.equal(world.clock.now(), before + 1500);
});

test("a wait that was given up rejects with its reason", async (t) => {
  const { world } = await stage(t);
  const reason = new Error("enough");
  await assert.rejects(world.clock.sleep(1000, AbortSignal.abort(reason)), reason);
});

const container = (name: string, image: string, settings: Readonly<Record<string, string>>) => {
  const options = Object.entries(settings).map(([key, value]) => `-e ${key}=${value}`);
  return `[Service]\nExecStart=/usr/bin/docker run --name ${name} --net=host ${options.join(" ")} ${image}\n`;
};

test("a machine's ports are reached through a loopback address, and only while something listens there", async (t) => {
  const { run, sleep, world } = await stage(t);
  const address = "10.30.1.16";
  const election = { MESOS_ZK: `zk://${address}:2181/mesos`, MESOS_QUORUM: "1" };
  const UserData = userData({
    "zookeeper.service": container("zookeeper", "registry.example/zookeeper:3.8.4", {
      ZOO_4LW_COMMANDS_WHITELIST: "ruok",
    }),
    "mesos-master.service": container("mesos-master", "registry.example/mesos-master:1.11.0", election),
  });
  const refused = (error: NodeJS.ErrnoException) => error.code === "ECONNREFUSED";
  await assert.rejects(world.connect(address, 5050), refused);
  await run({ SubnetId: subnet(0), UserData });
  await sleep(300);
  const http = await world.connect(address, 5050);
  assert.equal(http.host, "127.0.0.1");
  const version = await fetch(`http://127.0.0.1:${http.port}/version`);
  assert.match(await version.text(), /"version":"1\.11\.0"/);
  const zookeeper = await world.connect("ip-10-30-1-16.ec2.internal", 2181);
  const socket = connect(zookeeper.port, zookeeper.host);
  socket.write("ruok");
  assert.equal(await text(socket), "imok");
  await assert.rejects(world.connect(address, 22), refused);
});

test("the world says which faults it has", async (t) => {
  const { world } = await stage(t, "slow-boot");
  const on = (await world.faults()).filter((fault) => fault.isOn);
  assert.deepEqual(
    on.map((fault) => [fault.name, fault.title.length > 10]),
    [["slow-boot", true]],
  );
  assert.equal(environment.name, "environment");
});
