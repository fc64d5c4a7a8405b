import type { Attack } from "../../case.ts";

export default {
  title: "its interface was taken out of the console's hands",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.ec2.deleteTags({ Resources: [await scene.face("mesos-master-test-c")], Tags: [{ Key: "ManagedBy" }] });
  },
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-unmanaged-resources" },
} satisfies Attack;
