import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";

const region = "us-east-1";
const credentials = { accessKeyId: "moto", secretAccessKey: "moto" };

/** The account as somebody else sees it, past the console. */
export class Account {
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;

  constructor(endpoint: string) {
    this.ec2 = new EC2Client({ endpoint, region, credentials });
    this.autoScaling = new AutoScalingClient({ endpoint, region, credentials });
  }

  /** The hosts of a role that have not ended. */
  async hosts(role: string): Promise<readonly Instance[]> {
    const Filters = [
      { Name: "tag:Role", Values: [role] },
      { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
    ];
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  }

  /** How many hosts there are of each role. */
  async census(...roles: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const counts = roles.map(async (role) => [role, (await this.hosts(role)).length] as const);
    return Object.fromEntries(await Promise.all(counts));
  }

  /** The user data of an instance, decoded. */
  async userData(InstanceId: string): Promise<string> {
    const command = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "userData" });
    const { UserData } = await this.ec2.send(command);
    return Buffer.from(UserData?.Value ?? "", "base64").toString();
  }

  async isProtected(InstanceId: string): Promise<boolean | undefined> {
    const command = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" });
    return (await this.ec2.send(command)).DisableApiTermination?.Value;
  }

  /** How many there are of what outlives its hosts. */
  async kept(): Promise<{ readonly volumes: number; readonly interfaces: number; readonly groups: number }> {
    const made = (kind: string) => [{ Name: "tag:mesos-console:resource", Values: [`${kind}/*`] }];
    const volumes = new DescribeVolumesCommand({ Filters: made("volume") });
    const interfaces = new DescribeNetworkInterfacesCommand({ Filters: made("network-interface") });
    const { Volumes = [] } = await this.ec2.send(volumes);
    const { NetworkInterfaces = [] } = await this.ec2.send(interfaces);
    const { AutoScalingGroups = [] } = await this.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    return { volumes: Volumes.length, interfaces: NetworkInterfaces.length, groups: AutoScalingGroups.length };
  }
}
