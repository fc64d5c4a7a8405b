import type { Attack } from "../../case.ts";

export default {
  title: "it is managed by somebody else",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    const Resources = [await scene.instance("mesos-master-test-a")];
    await scene.ec2.createTags({ Resources, Tags: [{ Key: "ManagedBy", Value: "scale-ec2" }] });
  },
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-unmanaged-resources" },
} satisfies Attack;
