import type { Attack } from "../../case.ts";
import { reachable } from "../../place.ts";

export default {
  title: "such a master is upgraded",
  route: "recipe",
  identity: "tag",
  set: ['MesosMaster.create!("test")'],
  stage: async (scene) => {
    const Resources = [await scene.instance("mesos-master-test-a")];
    await scene.ec2.deleteTags({ Resources, Tags: [{ Key: "ManagedBy" }] });
  },
  environment: () => reachable,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-unmanaged-resources" },
} satisfies Attack;
