import type { Scene } from "./case.ts";

/** A host that no recipe made, with the cluster's tag; its name is `borrower`. */
export async function addForeignHost(scene: Scene): Promise<void> {
  const { ec2, base } = scene;
  const tags = { Name: "borrower", Owner: "somebody", Cluster: "cantareira-test" };
  await ec2.runInstances({
    ImageId: base.hosts.image,
    InstanceType: "m5.large",
    SubnetId: base.stacks.test?.masters.zones[0]?.subnet,
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [
      { ResourceType: "instance", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    ],
  });
  scene.pass(5);
}

/** Takes the volume of a master away from it and attaches it to a foreign host. */
export async function lendVolume(scene: Scene): Promise<void> {
  await addForeignHost(scene);
  const InstanceId = await scene.instance("borrower");
  const VolumeId = await scene.volume("mesos-master-test-a");
  await scene.ec2.detachVolume({ VolumeId });
  scene.pass(5);
  await scene.ec2.attachVolume({ VolumeId, InstanceId, Device: "/dev/sdf" });
}
