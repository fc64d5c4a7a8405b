import { join } from "node:path";
import type { Attack } from "../../case.ts";
import { sharing, upgraded } from "../../place.ts";

export default {
  title: "a parked run goes on after the share was made smaller",
  route: "resume",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  recipes: join(import.meta.dirname, "../../greedy"),
  stage: (scene) =>
    scene.park(sharing(1, upgraded), 'Greedy.create!("test")', join(import.meta.dirname, "../../greedy")),
  environment: () => upgraded,
  typed: () => ['resume!("r2")'],
  held: { by: "guard-share-at-once" },
} satisfies Attack;
