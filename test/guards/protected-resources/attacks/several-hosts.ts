import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "two hosts are named and one of them is protected",
  route: "several matches",
  identity: "id",
  environment: async (scene) => protecting({ ids: [await scene.instance("mesos-fixed-test-c")] }),
  typed: async (scene) => {
    const hosts = [await scene.instance("mesos-fixed-test-a"), await scene.instance("mesos-fixed-test-c")];
    return [`MesosFixed.replace!("test", ${hosts.map((host) => JSON.stringify(host)).join(", ")})`];
  },
  held: { by: "guard-protected-resources" },
} satisfies Attack;
