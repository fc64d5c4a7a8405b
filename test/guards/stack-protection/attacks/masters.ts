import type { Attack } from "../../case.ts";
import { locked } from "../../place.ts";

export default {
  title: "its masters are destroyed",
  route: "recipe",
  identity: "name",
  environment: () => locked,
  typed: () => ['MesosMaster.destroy!("test")'],
  held: { by: "guard-stack-protection" },
} satisfies Attack;
