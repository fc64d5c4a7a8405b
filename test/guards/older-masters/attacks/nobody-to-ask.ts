import type { Attack } from "../../case.ts";
import { loseMasters } from "../../masters.ts";
import { older } from "../../place.ts";

export default {
  title: "all masters are gone, so nobody tells what the agents run, and older ones are made in their place",
  route: "recipe",
  identity: "state",
  stage: (scene) => loseMasters(scene, "a", "b", "c"),
  environment: () => older,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-older-masters" },
} satisfies Attack;
