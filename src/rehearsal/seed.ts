import type { AwsEnvironment, Stack } from "../model/environment.ts";

export interface Subnet {
  readonly id: string;
  readonly zone: string;
  readonly vpc: string;
  /** `10.20.1.0/24` */
  readonly cidr: string;
}

/** What is there before anybody changes anything: exactly what the environment names. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly vpc: { readonly id: string; readonly cidr: string };
  readonly subnets: readonly Subnet[];
  readonly images: readonly string[];
  /** Instance profiles, each with a role of its name. */
  readonly profiles: readonly string[];
  /** Addresses that the environment gives to masters: never handed out to others. */
  readonly reservedAddresses: ReadonlySet<string>;
  /** Ports on which masters answer HTTP. */
  readonly masterPorts: ReadonlySet<number>;
  readonly zookeeperPorts: ReadonlySet<number>;
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function zonesOf(
  stack: Stack,
): readonly { readonly zone: string; readonly subnet: string; readonly address?: string }[] {
  return [stack.masters, stack.fixed, stack.onDemand, stack.spot].flatMap((hosts) => [...hosts.zones]);
}

/** The /24 of the master's address in the subnet; one of the VPC's upper /24s for a subnet without masters. */
function cidrOf(address: string | undefined, networkOfVpc: string, index: number): string {
  return address ? `${address.split(".").slice(0, 3).join(".")}.0/24` : `${networkOfVpc}.${200 + index}.0/24`;
}

function subnetsOf(stacks: readonly Stack[], vpc: string, networkOfVpc: string): readonly Subnet[] {
  const zones = stacks.flatMap(zonesOf);
  return unique(zones.map((zone) => zone.subnet)).map((id, index) => {
    const named = zones.filter((zone) => zone.subnet === id);
    const address = named.find((zone) => zone.address !== undefined)?.address;
    return { id, zone: named[0]?.zone ?? "", vpc, cidr: cidrOf(address, networkOfVpc, index) };
  });
}

function profilesOf(stack: Stack): readonly string[] {
  return [stack.masters, stack.fixed, stack.onDemand, stack.spot].map((hosts) => hosts.profile);
}

/** Collects what the environment names. */
export function seedFrom(environment: AwsEnvironment): Place {
  const stacks = Object.values(environment.stacks);
  const addresses = stacks.flatMap((stack) => stack.masters.zones.map((zone) => zone.address));
  const networkOfVpc = (addresses[0] ?? "10.0.0.0").split(".").slice(0, 2).join(".");
  const { account, region, vpc } = environment.aws;
  return {
    account,
    region,
    vpc: { id: vpc, cidr: `${networkOfVpc}.0.0/16` },
    subnets: subnetsOf(stacks, vpc, networkOfVpc),
    images: [environment.hosts.image],
    profiles: unique(stacks.flatMap(profilesOf)),
    reservedAddresses: new Set(addresses),
    masterPorts: new Set(stacks.flatMap((stack) => stack.mesos?.masterPort ?? [])),
    zookeeperPorts: new Set(stacks.flatMap((stack) => stack.mesos?.zookeeperPort ?? [])),
  };
}
