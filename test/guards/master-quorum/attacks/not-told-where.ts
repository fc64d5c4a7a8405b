import type { Attack } from "../../case.ts";
import { upgraded } from "../../place.ts";

export default {
  title: "nobody says where the masters are reached, so nothing is proven",
  route: "recipe",
  identity: "state",
  environment: () => upgraded,
  typed: () => ['MesosMaster.create!("test")'],
  held: { by: "guard-master-quorum" },
} satisfies Attack;
