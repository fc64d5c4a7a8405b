import assert from "node:assert/strict";
import {
  DescribeScalingActivitiesCommand,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { type Case, failsWith, present } from "./case.ts";
import { describe, drop, make, template } from "./scaling.ts";

export const capacityCases: readonly Case[] = [
  {
    name: "the desired capacity moves, and the bounds",
    async run(bench) {
      const name = await make(bench, "capacity");
      await bench.autoscaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 3 }));
      await bench.settle();
      assert.equal((await describe(bench, name))?.Instances?.length, 3);
      await bench.autoscaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, MaxSize: 6 }));
      assert.equal((await describe(bench, name))?.MaxSize, 6);
      await drop(bench, name);
    },
  },
  {
    name: "a desired capacity beyond the bounds is refused",
    butNotMoto: "moto takes it",
    async run(bench) {
      const AutoScalingGroupName = await make(bench, "bounds");
      for (const DesiredCapacity of [5, -1]) {
        const beyond = new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity });
        await failsWith("ValidationError", bench.autoscaling.send(beyond));
      }
      await drop(bench, AutoScalingGroupName);
    },
  },
  {
    name: "an ended instance is replaced, or not, as was asked",
    async run(bench) {
      const { autoscaling } = bench;
      const name = await make(bench, "replace");
      const end = async (isReplaced: boolean) => {
        const InstanceId = (await describe(bench, name))?.Instances?.[0]?.InstanceId;
        const input = { InstanceId, ShouldDecrementDesiredCapacity: !isReplaced };
        await autoscaling.send(new TerminateInstanceInAutoScalingGroupCommand(input));
        await bench.settle();
        const group = await describe(bench, name);
        assert.ok(!group?.Instances?.some((each) => each.InstanceId === InstanceId));
        return [group?.DesiredCapacity, group?.Instances?.length];
      };
      assert.deepEqual(await end(true), [2, 2]);
      assert.deepEqual(await end(false), [1, 1]);
      await drop(bench, name);
    },
  },
  {
    name: "a mixed group keeps its policy",
    async run(bench) {
      const LaunchTemplateId = await template(bench, "spot");
      const Overrides = [{ InstanceType: "r5.2xlarge" }, { InstanceType: "r4.2xlarge" }];
      const MixedInstancesPolicy = {
        LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId, Version: "1" }, Overrides },
        InstancesDistribution: {
          OnDemandPercentageAboveBaseCapacity: 0,
          SpotAllocationStrategy: "price-capacity-optimized",
        },
      };
      const name = await make(bench, "spot", { MixedInstancesPolicy, CapacityRebalance: true });
      const group = await describe(bench, name);
      assert.equal(group?.CapacityRebalance, true);
      const policy = present(group?.MixedInstancesPolicy);
      assert.deepEqual(
        policy.LaunchTemplate?.Overrides?.map((each) => each.InstanceType),
        ["r5.2xlarge", "r4.2xlarge"],
      );
      assert.equal(policy.LaunchTemplate?.LaunchTemplateSpecification?.LaunchTemplateId, LaunchTemplateId);
      assert.equal(policy.InstancesDistribution?.OnDemandPercentageAboveBaseCapacity, 0);
      assert.equal(policy.InstancesDistribution?.SpotAllocationStrategy, "price-capacity-optimized");
      await drop(bench, name);
    },
  },
  {
    name: "a spot group launches spot instances of the given types",
    butNotMoto: "moto launches on demand, whatever the distribution says",
    async run(bench) {
      const LaunchTemplateId = await template(bench, "lifecycle");
      const Overrides = [{ InstanceType: "r5.2xlarge" }, { InstanceType: "r4.2xlarge" }];
      const LaunchTemplate = { LaunchTemplateSpecification: { LaunchTemplateId, Version: "1" }, Overrides };
      const InstancesDistribution = { OnDemandPercentageAboveBaseCapacity: 0 };
      const name = await make(bench, "lifecycle", { MixedInstancesPolicy: { LaunchTemplate, InstancesDistribution } });
      const InstanceIds = (await describe(bench, name))?.Instances?.map((each) => present(each.InstanceId));
      const { Reservations = [] } = await bench.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
      const instances = Reservations.flatMap((each) => each.Instances ?? []);
      assert.deepEqual(
        instances.map((each) => each.InstanceLifecycle),
        ["spot", "spot"],
      );
      assert.ok(instances.every((each) => each.InstanceType?.endsWith(".2xlarge")));
      await drop(bench, name);
    },
  },
  {
    name: "activities tell what a group did",
    butNotMoto: "moto tells no activities",
    async run(bench) {
      const name = await make(bench, "activities", { DesiredCapacity: 1 });
      const asked = new DescribeScalingActivitiesCommand({ AutoScalingGroupName: name });
      const { Activities = [] } = await bench.autoscaling.send(asked);
      assert.deepEqual(
        Activities.map((activity) => activity.StatusCode),
        ["Successful"],
      );
      assert.match(present(Activities[0]?.Description), /^Launching a new EC2 instance: i-/);
      await drop(bench, name);
    },
  },
];
