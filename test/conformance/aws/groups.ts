import assert from "node:assert/strict";
import {
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { type Case, failsWith, present } from "./case.ts";
import { describe, drop, make } from "./scaling.ts";

function stateOf(group: AutoScalingGroup | undefined) {
  return (group?.Instances ?? []).map((each) => [each.LifecycleState, each.HealthStatus, each.LaunchTemplate?.Version]);
}

export const groupCases: readonly Case[] = [
  {
    name: "a group launches its instances from the pinned template version, with its tags",
    async run(bench) {
      const name = await make(bench, "group");
      const group = await describe(bench, name);
      assert.deepEqual([group?.MinSize, group?.MaxSize, group?.DesiredCapacity], [0, 4, 2]);
      assert.deepEqual(stateOf(group), [
        ["InService", "Healthy", "1"],
        ["InService", "Healthy", "1"],
      ]);
      const InstanceIds = (group?.Instances ?? []).map((each) => present(each.InstanceId));
      const { Reservations = [] } = await bench.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
      for (const instance of Reservations.flatMap((each) => each.Instances ?? [])) {
        const tags = new Map(instance.Tags?.map((tag) => [tag.Key, tag.Value]));
        assert.deepEqual([tags.get("Role"), tags.get("aws:autoscaling:groupName")], ["mesos-on-demand", name]);
      }
      await drop(bench, name);
      assert.equal(await describe(bench, name), undefined);
    },
  },
  {
    name: "a group spreads its instances over its zones",
    butNotMoto: "moto takes the first subnet",
    async run(bench) {
      const name = await make(bench, "spread");
      const zones = (await describe(bench, name))?.Instances?.map((each) => each.AvailabilityZone);
      assert.deepEqual(zones?.sort(), bench.subnets.map((place) => place.zone).sort());
      await drop(bench, name);
    },
  },
  {
    name: "a group is not deleted while it has instances",
    butNotMoto: "moto deletes it",
    async run(bench) {
      const AutoScalingGroupName = await make(bench, "busy");
      const unforced = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName });
      await failsWith("ResourceInUseFault", bench.autoscaling.send(unforced));
      await drop(bench, AutoScalingGroupName);
    },
  },
  {
    name: "a group is made once",
    butNotMoto: "moto makes it anew",
    async run(bench) {
      const name = await make(bench, "once");
      const again = { AutoScalingGroupName: name, MinSize: 0, MaxSize: 1, VPCZoneIdentifier: bench.subnets[0].subnet };
      const LaunchTemplate = { LaunchTemplateName: bench.name("once-template"), Version: "1" };
      const second = new CreateAutoScalingGroupCommand({ ...again, LaunchTemplate });
      await failsWith("AlreadyExistsFault", bench.autoscaling.send(second));
      await drop(bench, name);
    },
  },
  {
    name: "processes are suspended and resumed, tags changed",
    async run(bench) {
      const name = await make(bench, "processes", { DesiredCapacity: 0 });
      const AutoScalingGroupName = name;
      await bench.autoscaling.send(
        new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: ["AZRebalance"] }),
      );
      const suspended = (await describe(bench, name))?.SuspendedProcesses?.map((each) => each.ProcessName);
      assert.deepEqual(suspended, ["AZRebalance"]);
      await bench.autoscaling.send(
        new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses: ["AZRebalance"] }),
      );
      assert.deepEqual((await describe(bench, name))?.SuspendedProcesses, []);
      const tag = {
        ResourceId: name,
        ResourceType: "auto-scaling-group",
        Key: "Role",
        Value: "other",
        PropagateAtLaunch: true,
      };
      await bench.autoscaling.send(new CreateOrUpdateTagsCommand({ Tags: [tag] }));
      assert.deepEqual(
        (await describe(bench, name))?.Tags?.map((each) => [each.Key, each.Value]),
        [["Role", "other"]],
      );
      await drop(bench, name);
    },
  },
  {
    name: "unknown groups are refused, and are no error when described",
    async run(bench) {
      const AutoScalingGroupName = bench.name("nothing");
      assert.equal(await describe(bench, AutoScalingGroupName), undefined);
      const update = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MaxSize: 1 });
      await failsWith("ValidationError", bench.autoscaling.send(update));
    },
  },
];
