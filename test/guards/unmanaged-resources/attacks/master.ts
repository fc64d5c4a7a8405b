import type { Attack } from "../../case.ts";

export default {
  title: "a master that somebody took out of the console's hands is destroyed",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.deleteTags({
      Resources: [await scene.instance("mesos-master-test-a")],
      Tags: [{ Key: "ManagedBy" }],
    });
  },
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-unmanaged-resources" },
} satisfies Attack;
