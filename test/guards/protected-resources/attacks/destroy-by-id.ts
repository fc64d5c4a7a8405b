import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a master goes with its stack",
  route: "recipe",
  identity: "id",
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-master-test-b")] }),
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
