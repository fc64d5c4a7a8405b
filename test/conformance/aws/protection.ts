import assert from "node:assert/strict";
import {
  CreateVolumeCommand,
  DescribeInstanceAttributeCommand,
  ModifyInstanceAttributeCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { type Case, failsWith, present } from "./case.ts";
import { describe, idsOf, run, terminate, wanted } from "./running.ts";

export const protectionCases: readonly Case[] = [
  {
    name: "termination protection holds until it is lifted",
    butNotMoto: "moto does not hold what RunInstances asked for",
    async run(bench) {
      const { ec2 } = bench;
      const [id] = idsOf(await run(bench, 1, { DisableApiTermination: true }));
      const InstanceId = present(id);
      await failsWith("OperationNotPermitted", ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] })));
      const asked = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" });
      assert.equal((await ec2.send(asked)).DisableApiTermination?.Value, true);
      await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }));
      assert.equal((await ec2.send(asked)).DisableApiTermination?.Value, false);
      await terminate(bench, [InstanceId]);
    },
  },
  {
    name: "termination protection is set and lifted by its attribute",
    async run(bench) {
      const [id] = idsOf(await run(bench, 1));
      const InstanceId = present(id);
      for (const Value of [true, false]) {
        await bench.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value } }));
        const asked = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" });
        assert.equal((await bench.ec2.send(asked)).DisableApiTermination?.Value, Value);
      }
      await terminate(bench, [InstanceId]);
    },
  },
  {
    name: "one protected instance keeps its zone's instances, the other zones' go",
    butNotMoto: "moto takes the zones one after the other",
    async run(bench) {
      const { subnets, ec2 } = bench;
      const [guarded] = idsOf(await run(bench, 1, { DisableApiTermination: true }));
      const [neighbour] = idsOf(await run(bench, 1));
      const [elsewhere] = idsOf(await run(bench, 1, { SubnetId: subnets[1].subnet }));
      const ids = [present(guarded), present(neighbour), present(elsewhere)];
      await failsWith("OperationNotPermitted", ec2.send(new TerminateInstancesCommand({ InstanceIds: ids })));
      await bench.settle();
      const states = new Map(
        (await describe(bench, { InstanceIds: ids })).map((each) => [each.InstanceId, each.State?.Name]),
      );
      assert.deepEqual(
        ids.map((id) => states.get(id)),
        ["running", "running", "terminated"],
      );
      const InstanceId = present(guarded);
      await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }));
      await terminate(bench, ids.slice(0, 2));
    },
  },
  {
    name: "DryRun says that one may, and changes nothing",
    async run(bench) {
      const before = (await describe(bench, {})).length;
      await failsWith("DryRunOperation", bench.ec2.send(wanted(bench, 1, { DryRun: true })));
      const create = { AvailabilityZone: bench.subnets[0].zone, Size: 5, DryRun: true };
      await failsWith("DryRunOperation", bench.ec2.send(new CreateVolumeCommand(create)));
      assert.equal((await describe(bench, {})).length, before);
    },
  },
];
