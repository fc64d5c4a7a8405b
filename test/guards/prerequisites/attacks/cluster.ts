import type { Attack } from "../../case.ts";
import { withoutProfile } from "../../place.ts";

export default {
  title: "one of four profiles does not exist",
  route: "several matches",
  identity: "name",
  set: [],
  environment: () => withoutProfile("spot"),
  typed: () => ['MesosCluster.create!("test")'],
  held: { by: "guard-prerequisites" },
} satisfies Attack;
