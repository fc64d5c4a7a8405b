import type { Attack } from "../../case.ts";
import { protecting, upgraded } from "../../place.ts";

export default {
  title: "one agent of a batch is protected",
  route: "several matches",
  identity: "id",
  environment: async (scene) => {
    const [, , third = ""] = await scene.instances("mesos-on-demand-test");
    return protecting({ ids: [third] }, upgraded);
  },
  typed: () => ['MesosOnDemand.create!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
