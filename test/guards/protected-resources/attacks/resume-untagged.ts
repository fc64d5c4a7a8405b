import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a parked run goes on after somebody took the protected tag away",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    await scene.park(scene.base, 'MesosMaster.destroy!("test")');
    const Resources = await Promise.all(["a", "b", "c"].map((zone) => scene.instance(`mesos-master-test-${zone}`)));
    await scene.ec2.deleteTags({ Resources, Tags: [{ Key: "Role" }] });
  },
  environment: () => protecting({ tags: { Role: "mesos-master" } }),
  typed: () => ['resume!("r2")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
