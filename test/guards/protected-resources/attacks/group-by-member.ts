import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a group is deleted that has a protected member",
  route: "recipe",
  identity: "attachment",
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-on-demand-test")] }),
  typed: () => ['MesosOnDemand.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
