import {
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import { type Bench, present } from "./case.ts";

export async function template({ ec2, image, name }: Bench, what: string): Promise<string> {
  const LaunchTemplateData = { ImageId: image, InstanceType: "m5.large" as const };
  const input = { LaunchTemplateName: name(`${what}-template`), LaunchTemplateData };
  const { LaunchTemplate } = await ec2.send(new CreateLaunchTemplateCommand(input));
  return present(LaunchTemplate?.LaunchTemplateId);
}

export async function make(
  bench: Bench,
  what: string,
  more: Partial<CreateAutoScalingGroupCommandInput> = {},
): Promise<string> {
  const AutoScalingGroupName = bench.name(what);
  const source = more.MixedInstancesPolicy
    ? {}
    : { LaunchTemplate: { LaunchTemplateId: await template(bench, what), Version: "1" } };
  const VPCZoneIdentifier = bench.subnets.map((place) => place.subnet).join(",");
  const sizes = { MinSize: 0, MaxSize: 4, DesiredCapacity: 2 };
  const tag = { Key: "Role", Value: "mesos-on-demand", PropagateAtLaunch: true };
  const Tags = [{ ...tag, ResourceId: AutoScalingGroupName, ResourceType: "auto-scaling-group" }];
  const input = { AutoScalingGroupName, VPCZoneIdentifier, Tags, ...sizes, ...source, ...more };
  await bench.autoscaling.send(new CreateAutoScalingGroupCommand(input));
  await bench.settle();
  return AutoScalingGroupName;
}

export async function describe({ autoscaling }: Bench, name: string): Promise<AutoScalingGroup | undefined> {
  const input = { AutoScalingGroupNames: [name] };
  return (await autoscaling.send(new DescribeAutoScalingGroupsCommand(input))).AutoScalingGroups?.[0];
}

export async function drop({ autoscaling, settle }: Bench, name: string): Promise<void> {
  await autoscaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete: true }));
  await settle();
}
