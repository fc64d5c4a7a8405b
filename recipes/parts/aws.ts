import type { InstanceProfileFields, Resource, SecurityGroupFields, StackContext } from "../../src/recipe.ts";

/** What operators reach on the masters: ZooKeeper, Mesos, Marathon, Aurora. */
const operatorPorts = [2181, 5050, 8080, 8081];

/** The one security group of a stack's hosts: they reach one another, operators reach the masters' ports. */
export function securityGroup({ environment, name }: StackContext): Resource {
  const { operatorCidr } = environment.hosts;
  const fromOperators = operatorPorts.map((port) => ({
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    source: operatorCidr,
  }));
  return {
    system: "aws",
    kind: "security-group",
    name: `mesos-${name}`,
    stack: name,
    role: "mesos",
    isShared: true,
    needs: [],
    desired: {
      vpc: environment.aws.vpc,
      description: `Mesos cluster ${environment.name}-${name}`,
      ingress: [{ protocol: "-1", fromPort: -1, toPort: -1, source: "self" }, ...fromOperators],
    } satisfies SecurityGroupFields,
  };
}

/** The instance profile of a role. It must exist: roles are made from the IAM policies, never by this console. */
export function instanceProfile({ name }: StackContext, role: string, profile: string): Resource {
  return {
    system: "aws",
    kind: "instance-profile",
    name: profile,
    stack: name,
    role,
    needs: [],
    desired: { exists: true } satisfies InstanceProfileFields,
  };
}

/** `us-east-1a` -> `a`: what tells a stack's hosts of one region apart. */
export function zoneSuffix({ environment }: StackContext, zone: string): string {
  return zone.startsWith(environment.aws.region) ? zone.slice(environment.aws.region.length) : zone;
}
