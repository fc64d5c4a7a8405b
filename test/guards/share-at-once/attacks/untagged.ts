import type { Attack } from "../../case.ts";
import { sharing, upgraded } from "../../place.ts";

export default {
  title: "others of the type were taken out of the console's hands, so fewer stay",
  route: "changed tag or name",
  identity: "tag",
  set: ['MesosOnDemand.create!("test")'],
  stage: async (scene) => {
    const [, , ...Resources] = (await scene.instances("mesos-on-demand-test")).toSorted();
    await scene.ec2.deleteTags({ Resources, Tags: [{ Key: "Role" }] });
  },
  environment: () => sharing(0.5, upgraded),
  typed: () => ['MesosOnDemand.create!("test")'],
  held: { by: "guard-share-at-once" },
} satisfies Attack;
