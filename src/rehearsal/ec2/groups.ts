import type { Rule, SecurityGroup } from "../model/security-groups.ts";
import { tagsByType } from "../model/tags.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { describe, type OwnFilters, tagSet } from "./describe.ts";

/** Rules of the same protocol and ports are one permission, as EC2 shows them. */
function permissionsOf(world: RehearsedWorld, rules: readonly Rule[]): Xml {
  const alike = Map.groupBy(rules, (rule) => `${rule.protocol} ${rule.fromPort} ${rule.toPort}`);
  return [...alike.values()].map((same) => ({
    ipProtocol: same[0]?.protocol,
    fromPort: same[0]?.fromPort,
    toPort: same[0]?.toPort,
    groups: same.flatMap(({ source, description }) =>
      "group" in source ? { userId: world.ground.place.account, groupId: source.group, description } : [],
    ),
    ipRanges: same.flatMap(({ source, description }) => ("cidr" in source ? { cidrIp: source.cidr, description } : [])),
    ipv6Ranges: [],
    prefixListIds: [],
  }));
}

const everythingOut: Xml = [
  { ipProtocol: "-1", groups: [], ipRanges: [{ cidrIp: "0.0.0.0/0" }], ipv6Ranges: [], prefixListIds: [] },
];

function describeGroup(world: RehearsedWorld, group: SecurityGroup): Xml {
  return {
    ownerId: world.ground.place.account,
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.description,
    vpcId: group.vpc,
    ipPermissions: permissionsOf(world, group.ingress),
    ipPermissionsEgress: everythingOut,
    tagSet: tagSet(group.tags),
  };
}

function ownFilters(group: SecurityGroup): OwnFilters {
  const { id, name, vpc, description } = group;
  return { "group-id": [id], "group-name": [name], "vpc-id": [vpc], description: [description] };
}

function rulesOf(permission: Parameters): readonly Rule[] {
  const protocol = permission.required("IpProtocol");
  const isForAll = protocol === "-1";
  const [fromPort, toPort] = isForAll ? [] : [permission.number("FromPort"), permission.number("ToPort")];
  const rule = (source: Rule["source"], of: Parameters) => {
    return { protocol, fromPort, toPort, source, description: of.text("Description") };
  };
  return [
    ...permission.list("Groups").map((pair) => rule({ group: pair.required("GroupId") }, pair)),
    ...permission.list("IpRanges").map((range) => rule({ cidr: range.required("CidrIp") }, range)),
  ];
}

/** `IpPermissions`, or the short form for one CIDR. */
function allRulesOf(parameters: Parameters): readonly Rule[] {
  const cidr = parameters.text("CidrIp");
  const short = cidr === undefined ? [] : [{ ...baseOf(parameters), source: { cidr } }];
  const rules = [...short, ...parameters.list("IpPermissions").flatMap(rulesOf)];
  if (rules.length === 0)
    throw new AwsError("MissingParameter", "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
  return rules;
}

function baseOf(parameters: Parameters): Omit<Rule, "source"> {
  const [fromPort, toPort] = [parameters.number("FromPort"), parameters.number("ToPort")];
  return { protocol: parameters.required("IpProtocol"), fromPort, toPort, description: undefined };
}

const createSecurityGroup: Operation = (parameters, world) => {
  const vpc = parameters.text("VpcId") ?? world.ground.place.vpc.id;
  if (vpc !== world.ground.place.vpc.id)
    throw new AwsError("InvalidVpcID.NotFound", `The vpc ID '${vpc}' does not exist`);
  const name = parameters.required("GroupName");
  const tags = tagsByType(parameters).get("security-group") ?? new Map();
  const group = world.network.groups.create(name, parameters.required("GroupDescription"), tags);
  return { return: true, groupId: group.id, tagSet: tagSet(group.tags) };
};

const describeSecurityGroups: Operation = (parameters, world) => {
  const ids = parameters.texts("GroupId");
  const names = parameters.texts("GroupName");
  const all = () => world.network.groups.shelf.select(ids);
  const found = () => all().filter((group) => names.length === 0 || names.includes(group.name));
  const page = describe(found, parameters, ids.length > 0, ownFilters);
  return { securityGroupInfo: page.items.map((group) => describeGroup(world, group)), nextToken: page.nextToken };
};

const authorizeSecurityGroupIngress: Operation = (parameters, world) => {
  const group = world.network.groups.shelf.seek(parameters.required("GroupId"));
  world.network.groups.authorize(group, allRulesOf(parameters));
  return { return: true, securityGroupRuleSet: [] };
};

const revokeSecurityGroupIngress: Operation = (parameters, world) => {
  const group = world.network.groups.shelf.seek(parameters.required("GroupId"));
  world.network.groups.revoke(group, allRulesOf(parameters));
  return { return: true, unknownIpPermissionSet: [] };
};

const deleteSecurityGroup: Operation = (parameters, world) => {
  const group = world.network.groups.shelf.seek(parameters.required("GroupId"));
  if (group.name === "default")
    throw new AwsError("CannotDelete", 'the specified group: "default" cannot be deleted by a user');
  world.network.groups.delete(group);
  return { return: true, groupId: group.id };
};

export const groupOperations: Operations = {
  CreateSecurityGroup: createSecurityGroup,
  DescribeSecurityGroups: describeSecurityGroups,
  AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
  RevokeSecurityGroupIngress: revokeSecurityGroupIngress,
  DeleteSecurityGroup: deleteSecurityGroup,
};
