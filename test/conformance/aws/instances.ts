import assert from "node:assert/strict";
import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  GetConsoleOutputCommand,
  type RunInstancesCommandInput,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { type Case, failsWith, present, tags } from "./case.ts";
import { describe, idsOf, run, terminate, wanted } from "./running.ts";

export const instanceCases: readonly Case[] = [
  {
    name: "instances run with tags, type, zone and interface, and end as terminated",
    async run(bench) {
      const { name, subnets, profile } = bench;
      const tagged = { TagSpecifications: tags("instance", name("run")), IamInstanceProfile: { Name: profile } };
      const begun = present((await bench.ec2.send(wanted(bench, 2, tagged))).Instances);
      assert.deepEqual(
        begun.map((instance) => instance.State?.Name),
        ["pending", "pending"],
      );
      await bench.settle();
      const found = await describe(bench, { Filters: [{ Name: "tag:Name", Values: [name("run")] }] });
      assert.deepEqual(idsOf(found).sort(), idsOf(begun).sort());
      const [one] = found;
      assert.deepEqual([one?.State?.Name, one?.State?.Code], ["running", 16]);
      assert.equal(one?.Placement?.AvailabilityZone, subnets[0].zone);
      assert.match(present(one?.IamInstanceProfile?.Arn), new RegExp(`instance-profile/${profile}$`));
      assert.equal(one?.NetworkInterfaces?.[0]?.SubnetId, subnets[0].subnet);
      await terminate(bench, idsOf(begun));
      const ended = await describe(bench, { InstanceIds: idsOf(begun) });
      assert.deepEqual(
        ended.map((instance) => instance.State?.Name),
        ["terminated", "terminated"],
      );
      await terminate(bench, idsOf(begun));
    },
  },
  {
    name: "what does not exist is refused by name",
    async run(bench) {
      const { ec2 } = bench;
      const refused = (more: Partial<RunInstancesCommandInput>) => ec2.send(wanted(bench, 1, more));
      await failsWith("InvalidSubnetID.NotFound", refused({ SubnetId: "subnet-0123456789abcdef0" }));
      await failsWith("InvalidInstanceID.NotFound", describe(bench, { InstanceIds: ["i-0123456789abcdef0"] }));
      await failsWith(
        "InvalidInstanceID.NotFound",
        ec2.send(new TerminateInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] })),
      );
    },
  },
  {
    name: "an instance id that cannot be one is called malformed",
    butNotMoto: "moto calls it not found",
    async run({ ec2 }) {
      const misnamed = new TerminateInstancesCommand({ InstanceIds: ["alimesos02"] });
      await failsWith("InvalidInstanceID.Malformed", ec2.send(misnamed));
    },
  },
  {
    name: "an unknown image is refused",
    butNotMoto: "moto launches from it",
    async run(bench) {
      const unknown = wanted(bench, 1, { ImageId: "ami-0123456789abcdef0" });
      await failsWith("InvalidAMIID.NotFound", bench.ec2.send(unknown));
    },
  },
  {
    name: "an unknown security group is refused",
    async run(bench) {
      const unknown = wanted(bench, 1, { SecurityGroupIds: ["sg-0123456789abcdef0"] });
      await failsWith("InvalidGroup.NotFound", bench.ec2.send(unknown));
    },
  },
  {
    name: "an unknown instance profile is refused",
    butNotMoto: "moto answers NoSuchEntity",
    async run(bench) {
      const unknown = wanted(bench, 1, { IamInstanceProfile: { Name: bench.name("nobody") } });
      await failsWith("InvalidParameterValue", bench.ec2.send(unknown));
    },
  },
  {
    name: "a client token makes one reservation, and names other parameters as a mismatch",
    butNotMoto: "moto does not look at client tokens",
    async run(bench) {
      const token = { ClientToken: bench.name("run-token") };
      const first = await run(bench, 2, token);
      const second = await run(bench, 2, token);
      assert.deepEqual(idsOf(second), idsOf(first));
      await failsWith("IdempotentParameterMismatch", bench.ec2.send(wanted(bench, 3, token)));
      const byToken = await describe(bench, { Filters: [{ Name: "client-token", Values: [token.ClientToken] }] });
      assert.equal(byToken.length, 2);
      await terminate(bench, idsOf(first));
    },
  },
  {
    name: "pages follow each other until there is no token",
    async run(bench) {
      const begun = await run(bench, 7, { TagSpecifications: tags("instance", bench.name("page")) });
      const Filters = [{ Name: "tag:Name", Values: [bench.name("page")] }];
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await bench.ec2.send(new DescribeInstancesCommand({ Filters, MaxResults: 5, NextToken }));
        seen.push(...idsOf((page.Reservations ?? []).flatMap((each) => each.Instances ?? [])));
        NextToken = page.NextToken;
      } while (NextToken);
      assert.deepEqual(seen.sort(), idsOf(begun).sort());
      await terminate(bench, idsOf(begun));
    },
  },
  {
    name: "filters: values are alternatives, filters are not, * is a wildcard",
    async run(bench) {
      const { name, subnets } = bench;
      const first = await run(bench, 1, { TagSpecifications: tags("instance", name("filter-a")) });
      const second = await run(bench, 1, {
        SubnetId: subnets[1].subnet,
        TagSpecifications: tags("instance", name("filter-b")),
      });
      const both = { Name: "tag:Name", Values: [name("filter-a"), name("filter-b")] };
      const wild = { Name: "tag:Name", Values: [name("filter-*")] };
      const zone = { Name: "availability-zone", Values: [subnets[1].zone] };
      assert.equal((await describe(bench, { Filters: [both] })).length, 2);
      assert.equal((await describe(bench, { Filters: [wild] })).length, 2);
      assert.deepEqual(idsOf(await describe(bench, { Filters: [wild, zone] })), idsOf(second));
      const running = { Name: "instance-state-name", Values: ["stopped"] };
      assert.equal((await describe(bench, { Filters: [both, running] })).length, 0);
      await terminate(bench, idsOf([...first, ...second]));
    },
  },
  {
    name: "the console and the user data of an instance can be read",
    async run(bench) {
      const UserData = Buffer.from(JSON.stringify({ ignition: { version: "3.4.0" } })).toString("base64");
      const [InstanceId] = idsOf(await run(bench, 1, { UserData }));
      const asked = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "userData" });
      assert.equal((await bench.ec2.send(asked)).UserData?.Value, UserData);
      const { Output } = await bench.ec2.send(new GetConsoleOutputCommand({ InstanceId }));
      assert.ok(Buffer.from(present(Output), "base64").length > 0);
      await terminate(bench, [present(InstanceId)]);
    },
  },
];
