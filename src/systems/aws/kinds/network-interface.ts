import type { NetworkInterface } from "@aws-sdk/client-ec2";
import type { NetworkInterfaceFields } from "../../../model/aws-kinds.ts";
import type { Change } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import type { Permit } from "../../../model/system.ts";
import { create, letGo } from "../act.ts";
import { networkInterfaces } from "../describe.ts";
import { deletion, only } from "../difference.ts";
import { fieldsOf } from "../fields.ts";
import { issued } from "../guard.ts";
import { isOf, nameTagOf } from "../host.ts";
import { keptDifference } from "../kept.ts";
import type { Kind, Tools } from "../kind.ts";
import { belongingTags, effectTags, tagList } from "../tags.ts";
import { networkInterfaceTarget } from "../targets.ts";
import { interfaceThat } from "../wait.ts";
import { groupIds } from "./security-group.ts";

/** A kept network interface: the address of a master outlives its instances. */
export const networkInterface: Kind = {
  kind: "network-interface",

  async observe(resources, look) {
    const seen = await look.networkInterfaces();
    return resources.flatMap((resource) => observeOne(resource, seen));
  },

  diff(resource, observed) {
    return keptDifference(resource, observed, {
      wish: () => wishOf(resource),
      because: "the master's stable address: the others and the agents know it by that",
      remove: (found) =>
        only(
          deletion(resource, found, {
            because: "the stack is let go of, and with it this address",
            interrupts: "whoever knows the master by this address does not find it any more",
          }),
        ),
    });
  },

  apply: (change, tools) => (change.action === "delete" ? remove(change, tools) : make(change, tools)),
};

function wishOf({ desired, name }: Pick<Resource, "desired" | "name">): NetworkInterfaceFields {
  const fields = fieldsOf(desired, `network-interface ${name}`);
  return { subnet: fields.text("subnet"), address: fields.text("address"), groups: fields.texts("groups") };
}

function observeOne(resource: Resource, seen: readonly NetworkInterface[]): Observed[] {
  const [first, ...others] = seen.filter((each) => isOf(resource, each.TagSet));
  if (!first) return [];
  const fields = {
    subnet: first.SubnetId ?? "",
    address: first.PrivateIpAddress ?? "",
    groups: (first.Groups ?? []).map(({ GroupName = "" }) => GroupName).sort(),
    nameTag: nameTagOf(first.TagSet),
    others: others.map(({ NetworkInterfaceId = "" }) => NetworkInterfaceId),
  };
  const targets = [networkInterfaceTarget(first)];
  return [{ system: "aws", kind: "network-interface", name: resource.name, fields, targets }];
}

async function make(change: Change, tools: Tools): Promise<void> {
  const wish = wishOf({ desired: change.after ?? null, name: change.name });
  const ec2 = await tools.account.ec2();
  const groups = await groupIds(wish.groups, tools);
  const ids = await create(
    {
      name: "create-network-interface",
      async send(permit) {
        const tags = { ...belongingTags(tools.environment, change), ...effectTags(permit) };
        const input = {
          SubnetId: wish.subnet,
          PrivateIpAddress: wish.address,
          Groups: [...groups],
          Description: change.name,
          ClientToken: permit.token,
          TagSpecifications: [{ ResourceType: "network-interface" as const, Tags: tagList(tags) }],
        };
        return [(await ec2.createNetworkInterface(issued(permit, input))).NetworkInterface?.NetworkInterfaceId];
      },
      async find({ token }) {
        const seen = await networkInterfaces(ec2, { "tag:mesos-console:token": [token] });
        return seen.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
      },
    },
    tools,
  );
  const isUsable = ({ Status }: NetworkInterface) => Status === "available" || Status === "in-use";
  for (const id of ids) await interfaceThat(id, "usable", isUsable, tools);
}

async function remove(change: Change, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  for (const { id } of change.targets) {
    const send = (permit: Permit) => ec2.deleteNetworkInterface(issued(permit, { NetworkInterfaceId: id }));
    await letGo({ name: "delete-network-interface", send }, tools);
  }
}
