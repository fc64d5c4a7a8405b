import type { Attack } from "../../case.ts";
import { loseMasters } from "../../masters.ts";
import { reachable } from "../../place.ts";

export default {
  title: "the masters are upgraded while one of three is gone",
  route: "recipe",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  stage: (scene) => loseMasters(scene, "b"),
  environment: () => reachable,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-master-quorum" },
} satisfies Attack;
