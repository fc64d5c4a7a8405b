import type { Volume } from "@aws-sdk/client-ec2";
import type { VolumeFields } from "../../../model/aws-kinds.ts";
import type { Change } from "../../../model/plan.ts";
import type { Observed, Resource } from "../../../model/resource.ts";
import type { Permit } from "../../../model/system.ts";
import { create, letGo } from "../act.ts";
import { volumes } from "../describe.ts";
import { deletion, only } from "../difference.ts";
import { fieldsOf } from "../fields.ts";
import { issued } from "../guard.ts";
import { isOf, nameTagOf } from "../host.ts";
import { keptDifference } from "../kept.ts";
import type { Kind, Tools } from "../kind.ts";
import { belongingTags, effectTags, tagList } from "../tags.ts";
import { volumeTarget } from "../targets.ts";
import { volumeThat } from "../wait.ts";

/** A kept EBS volume: made once, never replaced, deleted only by name. */
export const volume: Kind = {
  kind: "volume",

  async observe(resources, look) {
    const seen = await look.volumes();
    return resources.flatMap((resource) => observeOne(resource, seen));
  },

  diff(resource, observed) {
    return keptDifference(resource, observed, {
      wish: () => wishOf(resource),
      because: "ZooKeeper and the replicated log of this master live on it",
      remove: (found) =>
        only(
          deletion(resource, found, {
            because: "the stack is let go of, and with it this volume",
            interrupts: "everything on the volume is lost: ZooKeeper's data and the replicated log",
          }),
        ),
    });
  },

  apply: (change, tools) => (change.action === "delete" ? remove(change, tools) : make(change, tools)),
};

export function wishOf({ desired, name }: Pick<Resource, "desired" | "name">): VolumeFields {
  const fields = fieldsOf(desired, `volume ${name}`);
  return {
    zone: fields.text("zone"),
    sizeGiB: fields.number("sizeGiB"),
    type: fields.text("type"),
    isEncrypted: fields.flag("isEncrypted"),
  };
}

function observeOne(resource: Resource, seen: readonly Volume[]): Observed[] {
  const own = seen.filter((each) => isOf(resource, each.Tags)).sort(attachedFirst);
  const [first, ...others] = own;
  if (!first) return [];
  const fields = {
    zone: first.AvailabilityZone ?? "",
    sizeGiB: first.Size ?? -1,
    type: first.VolumeType ?? "",
    isEncrypted: first.Encrypted ?? false,
    nameTag: nameTagOf(first.Tags),
    others: others.map(({ VolumeId = "" }) => VolumeId),
  };
  return [{ system: "aws", kind: "volume", name: resource.name, fields, targets: [volumeTarget(first)] }];
}

/** Of several that answer to the name, the one in use is the one that counts; else the oldest. */
function attachedFirst(one: Volume, other: Volume): number {
  const use = Number(other.State === "in-use") - Number(one.State === "in-use");
  return use || (one.CreateTime?.getTime() ?? 0) - (other.CreateTime?.getTime() ?? 0);
}

async function make(change: Change, tools: Tools): Promise<void> {
  const wish = wishOf({ desired: change.after ?? null, name: change.name });
  const ec2 = await tools.account.ec2();
  const ids = await create(
    {
      name: "create-volume",
      async send(permit) {
        const tags = { ...belongingTags(tools.environment, change), ...effectTags(permit) };
        const input = {
          AvailabilityZone: wish.zone,
          Size: wish.sizeGiB,
          VolumeType: volumeType(wish.type),
          Encrypted: wish.isEncrypted,
          ClientToken: permit.token,
          TagSpecifications: [{ ResourceType: "volume" as const, Tags: tagList(tags) }],
        };
        return [(await ec2.createVolume(issued(permit, input))).VolumeId];
      },
      async find({ token }) {
        return (await volumes(ec2, { "tag:mesos-console:token": [token] })).map(({ VolumeId }) => VolumeId);
      },
    },
    tools,
  );
  for (const id of ids)
    await volumeThat(id, "usable", ({ State }) => State === "available" || State === "in-use", tools);
}

function volumeType(type: string): Volume["VolumeType"] {
  return type as Volume["VolumeType"];
}

async function remove(change: Change, tools: Tools): Promise<void> {
  const ec2 = await tools.account.ec2();
  for (const { id } of change.targets) {
    const send = async (permit: Permit) => {
      const [left] = await volumes(ec2, { "volume-id": [id] });
      if (left) await ec2.deleteVolume(issued(permit, { VolumeId: id }));
    };
    await letGo({ name: "delete-volume", send }, tools);
  }
}
