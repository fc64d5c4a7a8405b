import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";

export default {
  title: "a master goes with its stack",
  route: "recipe",
  identity: "name",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
