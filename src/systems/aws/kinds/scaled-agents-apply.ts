import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { Change } from "../../../model/plan.ts";
import type { Permit } from "../../../model/system.ts";
import { set } from "../act.ts";
import { fieldsOf } from "../fields.ts";
import { issued } from "../guard.ts";
import type { Tools } from "../kind.ts";
import { settlesWithinSeconds } from "../wait.ts";
import { groupNamed } from "./auto-scaling-group-apply.ts";

/** What would end other agents while these are replaced. */
const disturbing = ["AZRebalance", "ReplaceUnhealthy"];

/** Terminates the members of one batch, each of which the group replaces, and waits until it is whole again. */
export async function replaceBatch(change: Change, tools: Tools): Promise<void> {
  const group = fieldsOf(change.after, change.id).text("group");
  const autoScaling = await tools.account.autoScaling();
  const processes = { AutoScalingGroupName: group, ScalingProcesses: await running(group, autoScaling, tools) };
  const hasRunning = processes.ScalingProcesses.length > 0;
  if (hasRunning)
    await set({ name: "suspend", send: (permit) => autoScaling.suspendProcesses(issued(permit, processes)) }, tools);
  const ids = change.targets.map(({ id }) => id);
  for (const id of ids) {
    await set({ name: `terminate-${id}`, send: (permit) => terminateMember(id, group, permit, autoScaling) }, tools);
  }
  await whole(group, ids, autoScaling, tools);
  if (!hasRunning) return;
  await set(
    { name: "resume", restores: true, send: (permit) => autoScaling.resumeProcesses(issued(permit, processes)) },
    tools,
  );
}

/**
 * Those of them that run: what somebody else suspended stays so. It is recorded before anything is suspended, so that
 * a batch that is taken up again knows its own from theirs.
 */
async function running(group: string, autoScaling: AutoScaling, { effects }: Tools): Promise<string[]> {
  const send = async () => {
    const { SuspendedProcesses = [] } = await groupNamed(group, autoScaling);
    const before = new Set(SuspendedProcesses.map(({ ProcessName }) => ProcessName));
    return { running: disturbing.filter((name) => !before.has(name)) };
  };
  return (await effects.perform({ name: "look-at-processes", repeat: "idempotent", send })).running;
}

async function terminateMember(id: string, group: string, permit: Permit, autoScaling: AutoScaling): Promise<void> {
  const { Instances = [] } = await groupNamed(group, autoScaling);
  const member = Instances.find(({ InstanceId }) => InstanceId === id);
  if (!member || member.LifecycleState?.startsWith("Terminat")) return;
  const input = { InstanceId: id, ShouldDecrementDesiredCapacity: false };
  await autoScaling.terminateInstanceInAutoScalingGroup(issued(permit, input));
}

async function whole(group: string, former: readonly string[], autoScaling: AutoScaling, { effects }: Tools) {
  await effects.wait(`${group} is in service again without ${former.join(", ")}`, settlesWithinSeconds, async () => {
    const { Instances = [], DesiredCapacity = 0 } = await groupNamed(group, autoScaling);
    const isLeft = Instances.some(({ InstanceId = "" }) => former.includes(InstanceId));
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === "InService");
    return (!isLeft && inService.length >= DesiredCapacity) || undefined;
  });
}
