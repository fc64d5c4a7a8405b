import type { Scene } from "./case.ts";

/** The end of the masters was asked for, and nobody was there to say yes: run r2. */
export async function parkEndOfMasters(scene: Scene): Promise<void> {
  await scene.park(scene.base, 'MesosMaster.destroy!("test")');
}

/** Somebody terminates some masters of the test stack, by the letters of their zones. */
export async function loseMasters(scene: Scene, ...zones: readonly string[]): Promise<void> {
  for (const zone of zones) {
    const InstanceId = await scene.instance(`mesos-master-test-${zone}`);
    await scene.ec2.modifyInstanceAttribute({ InstanceId, DisableApiTermination: { Value: false } });
    await scene.ec2.terminateInstances({ InstanceIds: [InstanceId] });
  }
  scene.pass(15);
}
