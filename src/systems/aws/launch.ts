import type { RunInstancesCommandInput, TagSpecification } from "@aws-sdk/client-ec2";
import { OpsError } from "../../model/error.ts";
import type { Permit } from "../../model/system.ts";
import { create } from "./act.ts";
import { instances } from "./describe.ts";
import { issued } from "./guard.ts";
import type { Tools } from "./kind.ts";
import { effectTags, tagList } from "./tags.ts";
import { diedAtBirth, launched } from "./wait.ts";

/** What a launch and a launch template have in common. */
export interface HostWish {
  readonly image: string;
  readonly type: string;
  readonly profile: string;
  readonly rootGiB: number;
  readonly metadataTokens: "required";
}

/** `userData`: encoded. Hop limit 2: containers reach the metadata service through one more hop. */
export function hostShape(wish: HostWish, rootDevice: string, userData: string) {
  return {
    ImageId: wish.image,
    InstanceType: instanceType(wish.type),
    IamInstanceProfile: { Name: wish.profile },
    UserData: userData,
    MetadataOptions: { HttpTokens: wish.metadataTokens, HttpPutResponseHopLimit: 2, HttpEndpoint: "enabled" as const },
    BlockDeviceMappings: [
      {
        DeviceName: rootDevice,
        Ebs: { VolumeSize: wish.rootGiB, VolumeType: "gp3" as const, DeleteOnTermination: true },
      },
    ],
  };
}

/** The SDK's list of types grows with every release; EC2 itself says whether it has one. */
function instanceType(type: string): RunInstancesCommandInput["InstanceType"] {
  return type as RunInstancesCommandInput["InstanceType"];
}

/** The name under which the image's root volume is mapped. */
export async function rootDeviceOf(image: string, { account }: Tools): Promise<string> {
  const ec2 = await account.ec2();
  const { Images = [] } = await ec2.describeImages({ Filters: [{ Name: "image-id", Values: [image] }] });
  const [found] = Images;
  if (found) return found.RootDeviceName ?? "/dev/xvda";
  throw new OpsError({
    code: "no-image",
    reason: "system",
    what: `The image ${image} cannot be used`,
    why: "it does not exist in this region, or it is not shared with this account",
    next: "correct hosts.image in the environment file",
  });
}

/** Tags for the instance and its root volume, which are made in the same call. */
export function launchTags(tags: Readonly<Record<string, string>>): TagSpecification[] {
  return (["instance", "volume"] as const).map((ResourceType) => ({ ResourceType, Tags: tagList(tags) }));
}

export interface Order {
  readonly count: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly restores?: true;
  /** Without count, token and tags. */
  readonly input: Omit<RunInstancesCommandInput, "MinCount" | "MaxCount">;
}

/**
 * Launches all or none in one call and waits until they run. When some die at birth the change fails with the reason;
 * when it is taken up again, others are launched in their place.
 */
export async function launch(order: Order, tools: Tools, round = 1): Promise<readonly string[]> {
  const state = { isNew: false };
  const ids = await create(
    {
      name: round === 1 ? "run-instances" : `run-instances-${round}`,
      ...(order.restores && { restores: order.restores }),
      send: (permit) => {
        state.isNew = true;
        return runInstances(order, permit, tools);
      },
      find: (permit) => launchedWith(permit.token, tools),
    },
    tools,
  );
  const { running, dead } = await launched(ids, tools);
  const [first] = dead;
  const alive = running.map(({ InstanceId = "" }) => InstanceId);
  if (!first) return alive;
  if (state.isNew) throw diedAtBirth(first);
  return [...alive, ...(await launch({ ...order, count: dead.length }, tools, round + 1))];
}

async function runInstances(order: Order, permit: Permit, { account }: Tools) {
  const ec2 = await account.ec2();
  const input = {
    ...order.input,
    MinCount: order.count,
    MaxCount: order.count,
    ClientToken: permit.token,
    TagSpecifications: launchTags({ ...order.tags, ...effectTags(permit) }),
  };
  const { Instances = [] } = await ec2.runInstances(issued(permit, input));
  return Instances.map(({ InstanceId }) => InstanceId);
}

async function launchedWith(token: string, { account }: Tools) {
  const seen = await instances(await account.ec2(), { "tag:mesos-console:token": [token] });
  return seen.map(({ InstanceId }) => InstanceId);
}
