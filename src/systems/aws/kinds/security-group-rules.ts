import type { IpPermission, SecurityGroup } from "@aws-sdk/client-ec2";
import type { SecurityGroupFields } from "../../../model/aws-kinds.ts";
import { OpsError } from "../../../model/error.ts";
import { canonical } from "../../../model/json.ts";
import type { Permit } from "../../../model/system.ts";
import { set } from "../act.ts";
import { securityGroups } from "../describe.ts";
import { issued } from "../guard.ts";
import type { Tools } from "../kind.ts";
import { patiently } from "../patience.ts";

/** One inbound rule of one source. */
export type Rule = SecurityGroupFields["ingress"][number];

export function rulesOf({ GroupId, IpPermissions = [] }: SecurityGroup): readonly Rule[] {
  return sorted(
    IpPermissions.flatMap((permission) =>
      sourcesOf(permission, GroupId).map((source) => ({
        protocol: permission.IpProtocol ?? "",
        fromPort: permission.FromPort ?? -1,
        toPort: permission.ToPort ?? -1,
        source,
      })),
    ),
  );
}

function sourcesOf(permission: IpPermission, own: string | undefined): readonly string[] {
  return [
    ...(permission.IpRanges ?? []).map(({ CidrIp = "" }) => CidrIp),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = "" }) => CidrIpv6),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId = "" }) => (GroupId === own ? "self" : GroupId)),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId = "" }) => PrefixListId),
  ];
}

/** By protocol, port and source. */
export function sorted(rules: readonly Rule[]): readonly Rule[] {
  const places = (rule: Rule) => [rule.protocol, String(rule.fromPort).padStart(6), String(rule.toPort), rule.source];
  return [...rules].sort((one, other) => places(one).join(" ").localeCompare(places(other).join(" ")));
}

/** Adds what is missing before it takes away what is too much: nobody is shut out in between. */
export async function setRules(id: string, wish: readonly Rule[], tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  const now = async () => rulesOf(await groupById(id, tools));
  const authorize = async (permit: Permit) => {
    const rules = without(wish, await now());
    if (rules.length === 0) return;
    await ec2.authorizeSecurityGroupIngress(issued(permit, { GroupId: id, IpPermissions: permissions(rules, id) }));
  };
  const revoke = async (permit: Permit) => {
    const rules = without(await now(), wish);
    if (rules.length === 0) return;
    await ec2.revokeSecurityGroupIngress(issued(permit, { GroupId: id, IpPermissions: permissions(rules, id) }));
  };
  await set({ name: "authorize-ingress", send: authorize }, tools);
  if (without(await now(), wish).length > 0) await set({ name: "revoke-ingress", send: revoke }, tools);
}

async function groupById(id: string, { account, world }: Tools): Promise<SecurityGroup> {
  const ec2 = await account.ec2();
  return patiently(
    world.clock,
    async () => (await securityGroups(ec2, { "group-id": [id] }))[0] ?? notYetThere(id),
    (error) => error instanceof OpsError && error.code === "group-not-visible",
  );
}

function notYetThere(id: string): never {
  throw new OpsError({
    code: "group-not-visible",
    reason: "system",
    what: `EC2 does not show the security group ${id}`,
    why: "it was made a moment ago, or somebody deleted it",
    next: "look again with the recipe, without the bang",
  });
}

/** Those that are not among the others. */
export function without(rules: readonly Rule[], others: readonly Rule[]): readonly Rule[] {
  const known = new Set(others.map(canonical));
  return rules.filter((rule) => !known.has(canonical(rule)));
}

function permissions(rules: readonly Rule[], own: string): IpPermission[] {
  return rules.map(({ protocol, fromPort, toPort, source }) => ({
    IpProtocol: protocol,
    ...(protocol !== "-1" && { FromPort: fromPort, ToPort: toPort }),
    ...sourceField(source, own),
  }));
}

function sourceField(source: string, own: string): IpPermission {
  if (source === "self") return { UserIdGroupPairs: [{ GroupId: own }] };
  if (source.startsWith("sg-")) return { UserIdGroupPairs: [{ GroupId: source }] };
  if (source.startsWith("pl-")) return { PrefixListIds: [{ PrefixListId: source }] };
  return source.includes(":") ? { Ipv6Ranges: [{ CidrIpv6: source }] } : { IpRanges: [{ CidrIp: source }] };
}
