import type { Scene } from "./case.ts";

/** Somebody scales a group; its members are not there yet. */
export async function wantedOf(scene: Scene, AutoScalingGroupName: string, DesiredCapacity: number): Promise<void> {
  await scene.autoScaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity });
}

/** Somebody scales a group, and it gets there. */
export async function scaleTo(scene: Scene, group: string, count: number): Promise<void> {
  await wantedOf(scene, group, count);
  scene.pass(20);
}
