import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { type Bench, present } from "./case.ts";

/** So many instances of the bench's image in its first subnet. */
export function wanted({ image, subnets }: Bench, count: number, more: Partial<RunInstancesCommandInput> = {}) {
  const size = { MinCount: count, MaxCount: count, InstanceType: "m5.large" as const };
  return new RunInstancesCommand({ ImageId: image, SubnetId: subnets[0].subnet, ...size, ...more });
}

/** Launches them and lets them come up. */
export async function run(
  bench: Bench,
  count: number,
  more: Partial<RunInstancesCommandInput> = {},
): Promise<Instance[]> {
  const { Instances } = await bench.ec2.send(wanted(bench, count, more));
  await bench.settle();
  return present(Instances);
}

export function idsOf(instances: readonly Instance[]): string[] {
  return instances.map((instance) => present(instance.InstanceId));
}

export async function describe({ ec2 }: Bench, input: DescribeInstancesCommandInput): Promise<Instance[]> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand(input));
  return Reservations.flatMap((reservation) => reservation.Instances ?? []);
}

/** Ends them and lets them go. */
export async function terminate({ ec2, settle }: Bench, ids: string[]): Promise<void> {
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
  await settle();
}
