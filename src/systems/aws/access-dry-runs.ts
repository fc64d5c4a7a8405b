import type { EC2 } from "@aws-sdk/client-ec2";
import type { AwsEnvironment } from "../../model/environment.ts";

/** Dry runs by the name of their command; each is answered with an error, which says whether one has the right. */
export type DryRuns = Readonly<Record<string, () => Promise<unknown>>>;

const name = "mesos-console-access-check";

/** With what the environment names. */
export function dryRunsOfMaking(ec2: EC2, { aws, hosts, stacks }: AwsEnvironment): DryRuns {
  const DryRun = true;
  const [stack] = Object.values(stacks);
  const { zone, subnet: SubnetId } = stack?.masters.zones[0] ?? {};
  return {
    RunInstances: () => ec2.runInstances({ ImageId: hosts.image, SubnetId, MinCount: 1, MaxCount: 1, DryRun }),
    CreateVolume: () => ec2.createVolume({ AvailabilityZone: zone, Size: 1, DryRun }),
    CreateNetworkInterface: () => ec2.createNetworkInterface({ SubnetId, DryRun }),
    CreateSecurityGroup: () => ec2.createSecurityGroup({ GroupName: name, Description: name, VpcId: aws.vpc, DryRun }),
    CreateLaunchTemplate: () => ec2.createLaunchTemplate({ LaunchTemplateName: name, LaunchTemplateData: {}, DryRun }),
  };
}

/** On an instance that exists. */
export function dryRunsOnHost(ec2: EC2, id: string): DryRuns {
  const DryRun = true;
  const isProtected = { Value: true };
  return {
    TerminateInstances: () => ec2.terminateInstances({ InstanceIds: [id], DryRun }),
    ModifyInstanceAttribute: () =>
      ec2.modifyInstanceAttribute({ InstanceId: id, DisableApiTermination: isProtected, DryRun }),
    CreateTags: () => ec2.createTags({ Resources: [id], Tags: [{ Key: "Name", Value: name }], DryRun }),
  };
}
