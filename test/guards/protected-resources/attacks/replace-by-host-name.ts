import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a host is named by its id and protected by its host name, in capitals and short",
  route: "recipe",
  identity: "name",
  environment: async (scene) => {
    const [short = ""] = (await scene.host("mesos-fixed-test-a")).split(".");
    return protecting({ names: [short.toUpperCase()] });
  },
  typed: async (scene) => [`MesosFixed.replace!("test", "${await scene.instance("mesos-fixed-test-a")}")`],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
