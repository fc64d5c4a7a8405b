import type { SecurityGroup } from "@aws-sdk/client-ec2";
import type { SecurityGroupFields } from "../../../model/aws-kinds.ts";
import { OpsError } from "../../../model/error.ts";
import type { Fields } from "../../../model/json.ts";
import type { Change } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import type { Permit } from "../../../model/system.ts";
import { create, letGo } from "../act.ts";
import { securityGroups } from "../describe.ts";
import { alteration, creation, deletion, driftNotes, nothing, observedOf, only } from "../difference.ts";
import { changedText, differing, fieldsOf } from "../fields.ts";
import { issued } from "../guard.ts";
import type { Kind, Tools } from "../kind.ts";
import type { Look } from "../look.ts";
import { patiently } from "../patience.ts";
import { belongingTags, effectTags, tagList, tagMap, tagNames } from "../tags.ts";
import { securityGroupTarget } from "../targets.ts";
import { type Rule, rulesOf, setRules, sorted, without } from "./security-group-rules.ts";

/** A security group with its inbound rules; the group itself is never replaced. */
export const securityGroup: Kind = {
  kind: "security-group",

  async observe(resources, look) {
    const seen = await groupsNamed(
      resources.map(({ name }) => name),
      look,
    );
    return resources.flatMap((resource) => observeOne(resource, seen));
  },

  diff(resource, observed) {
    const found = observedOf(resource, observed);
    if (resource.desired === null) return found ? only(removal(resource, found)) : nothing;
    const wish = wishOf(resource);
    if (!found) return only(creation(resource, wish, "the hosts reach one another, and operators reach the masters"));
    const { ingress, ...fixed } = wish;
    const notes = driftNotes(resource, found, fixed, "it cannot be changed: it is told only");
    const changed = differing(found.fields, { ingress });
    if (changed.length === 0) return { drafts: [], notes };
    const because = `its inbound rules are not the recipe's: ${changedText(found.fields, wish, changed)}`;
    const words = { ...riskOf(rulesLeftOut(found, ingress)), because };
    return { drafts: [alteration(resource, "update", found, wish, words)], notes };
  },

  async apply(change, tools) {
    if (change.action === "delete") return remove(change, tools);
    const wish = wishOf({ desired: change.after ?? null, name: change.name });
    const id = change.action === "create" ? await make(change, wish, tools) : targetId(change);
    await setRules(id, wish.ingress, tools);
  },
};

/** To let somebody in interrupts nobody; to shut somebody out does. */
function riskOf(leftOut: readonly Rule[]) {
  if (leftOut.length === 0) return { risk: "safe" } as const;
  const interrupts = `whoever comes in by ${leftOut.map(ruleText).join("; ")} is shut out`;
  return { risk: "disruptive", interrupts } as const;
}

function ruleText({ protocol, fromPort, toPort, source }: Rule): string {
  if (protocol === "-1") return `any protocol from ${source}`;
  return `${protocol} ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`} from ${source}`;
}

function rulesLeftOut({ fields, name }: Observed, wish: readonly Rule[]): readonly Rule[] {
  return without(rulesIn(fields, name), wish);
}

function removal(resource: Resource, found: Observed) {
  const because = "the stack is let go of; no host is left in the group";
  return deletion(resource, found, { because });
}

function targetId({ targets }: Change): string {
  return targets[0]?.id ?? "";
}

async function groupsNamed(names: readonly string[], { account, environment }: Pick<Look, "account" | "environment">) {
  if (names.length === 0) return [];
  return securityGroups(await account.ec2(), { "group-name": names, "vpc-id": [environment.aws.vpc] });
}

/** The ids of the environment's groups of those names, which exist. */
export async function groupIds(names: readonly string[], tools: Tools): Promise<readonly string[]> {
  return tools.effects.wait(`the security groups ${names.join(", ")} are there`, 120, async () => {
    const seen = await groupsNamed(names, tools);
    const ids = names.map((name) => seen.find(({ GroupName }) => GroupName === name)?.GroupId);
    return ids.every((id) => id !== undefined) ? ids : undefined;
  });
}

function wishOf({ desired, name }: Pick<Resource, "desired" | "name">): SecurityGroupFields {
  const fields = fieldsOf(desired, `security-group ${name}`);
  const ingress = rulesIn(fields.all, name);
  return { vpc: fields.text("vpc"), description: fields.text("description"), ingress };
}

function rulesIn(all: Fields, name: string): readonly Rule[] {
  const ingress = fieldsOf(all, `security-group ${name}`).list("ingress");
  return sorted(
    ingress.map((rule) => ({
      protocol: rule.text("protocol"),
      fromPort: rule.number("fromPort"),
      toPort: rule.number("toPort"),
      source: rule.text("source"),
    })),
  );
}

function observeOne({ name }: Resource, seen: readonly SecurityGroup[]): Observed[] {
  const group = seen.find(({ GroupName }) => GroupName === name);
  if (!group) return [];
  const fields = {
    vpc: group.VpcId ?? "",
    description: group.Description ?? "",
    ingress: rulesOf(group),
  } satisfies SecurityGroupFields;
  return [{ system: "aws", kind: "security-group", name, fields, targets: [securityGroupTarget(group)] }];
}

async function make(change: Change, wish: SecurityGroupFields, tools: Tools): Promise<string> {
  const ec2 = await tools.account.ec2();
  const [id = ""] = await create(
    {
      name: "create-security-group",
      async send(permit) {
        const tags = { ...belongingTags(tools.environment, change), ...effectTags(permit) };
        const input = {
          GroupName: change.name,
          Description: wish.description,
          VpcId: wish.vpc,
          TagSpecifications: [{ ResourceType: "security-group" as const, Tags: tagList(tags) }],
        };
        return [(await ec2.createSecurityGroup(issued(permit, input))).GroupId];
      },
      async find({ token }) {
        const seen = await groupsNamed([change.name], tools);
        return seen.filter(({ Tags }) => tagMap(Tags)[tagNames.token] === token).map(({ GroupId }) => GroupId);
      },
    },
    tools,
  );
  return id;
}

/** Interfaces of hosts that have just gone still use it for a while. */
async function remove(change: Change, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  const isInUse = (error: unknown) => error instanceof OpsError && /DependencyViolation|ResourceInUse/.test(error.code);
  const send = (permit: Permit) =>
    patiently(tools.world.clock, () => ec2.deleteSecurityGroup(issued(permit, { GroupId: targetId(change) })), isInUse);
  await letGo({ name: "delete-security-group", send }, tools);
}
