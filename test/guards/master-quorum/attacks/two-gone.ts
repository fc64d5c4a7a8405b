import type { Attack } from "../../case.ts";
import { loseMasters } from "../../masters.ts";
import { reachable } from "../../place.ts";

export default {
  title: "the masters are upgraded while two of three are gone",
  route: "several matches",
  identity: "state",
  set: ['MesosMaster.create!("test")'],
  stage: (scene) => loseMasters(scene, "a", "b"),
  environment: () => reachable,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-master-quorum" },
} satisfies Attack;
