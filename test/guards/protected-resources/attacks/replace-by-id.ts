import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a host is named by its host name and protected by its id",
  route: "recipe",
  identity: "id",
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-fixed-test-a")] }),
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.host("mesos-fixed-test-a")}")`],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
