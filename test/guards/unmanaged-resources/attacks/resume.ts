import type { Attack } from "../../case.ts";

export default {
  title: "a parked run goes on after that",
  route: "resume",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosMaster.destroy!("test")');
    const Resources = [await scene.instance("mesos-master-test-a")];
    await scene.ec2.deleteTags({ Resources, Tags: [{ Key: "ManagedBy" }] });
  },
  typed: () => ['resume!("r2")'],
  held: { by: "guard-unmanaged-resources" },
} satisfies Attack;
